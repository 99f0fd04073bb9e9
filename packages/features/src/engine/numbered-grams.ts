import type { Edges } from "./edge-table.js";
import { columnsOf, type Vocabulary } from "./vocabulary.js";

/** The n-grams of a vocabulary by numbers: those that are features come first, those that are only beginnings last. */
export interface NumberedGrams {
  /** How many there are. */
  readonly count: number;
  /** The n-gram that each token is by itself, −1 for none. */
  readonly single: Int32Array;
  /** What they make with one more token. */
  readonly edges: Edges;
}

/** @param numberOf  The number of each column's n-gram; default: the column. */
export function numberGrams(vocabulary: Vocabulary, numberOf?: Uint32Array): NumberedGrams {
  const { parent, token, tokens, nodeOf } = vocabulary;
  const gramOf = columnsOf(vocabulary);
  const single = new Int32Array(tokens.size).fill(-1);
  let count = nodeOf.length;
  let longer = 0;
  for (let node = 0; node < parent.length; node++) {
    const column = gramOf[node]!;
    gramOf[node] = column < 0 ? count++ : (numberOf?.[column] ?? column);
    if (parent[node]! < 0) single[token[node]!] = gramOf[node]!;
    else longer++;
  }
  const edges = {
    from: new Int32Array(longer),
    tokens: new Int32Array(longer),
    makes: new Int32Array(longer),
  };
  for (let node = 0, edge = 0; node < parent.length; node++) {
    if (parent[node]! < 0) continue;
    edges.from[edge] = gramOf[parent[node]!]!;
    edges.tokens[edge] = token[node]!;
    edges.makes[edge++] = gramOf[node]!;
  }
  return { count, single, edges };
}

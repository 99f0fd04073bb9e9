import type { Transitions } from "./transition-table.js";
import { columnsOf, type Vocabulary } from "./vocabulary.js";

/** The n-grams of a vocabulary by numbers: features first, and then those that are only the beginnings of features. */
export interface NumberedNgrams {
  /** Number of n-grams. */
  readonly count: number;
  /** For each token the n-gram of this one token, −1 if there is none. */
  readonly single: Int32Array;
  /** Which n-gram each n-gram makes with one more token. */
  readonly transitions: Transitions;
}

/** @param numberOf  The number of each column's n-gram; default: the column. */
export function numberNgrams(vocabulary: Vocabulary, numberOf?: Uint32Array): NumberedNgrams {
  const { parent, token, tokens, nodeOf } = vocabulary;
  const ngramOf = columnsOf(vocabulary);
  const single = new Int32Array(tokens.size).fill(-1);
  let count = nodeOf.length;
  let longer = 0;
  for (let node = 0; node < parent.length; node++) {
    const column = ngramOf[node]!;
    ngramOf[node] = column < 0 ? count++ : (numberOf?.[column] ?? column);
    if (parent[node]! < 0) single[token[node]!] = ngramOf[node]!;
    else longer++;
  }
  const transitions = {
    from: new Int32Array(longer),
    tokens: new Int32Array(longer),
    makes: new Int32Array(longer),
  };
  for (let node = 0, edge = 0; node < parent.length; node++) {
    if (parent[node]! < 0) continue;
    transitions.from[edge] = ngramOf[parent[node]!]!;
    transitions.tokens[edge] = token[node]!;
    transitions.makes[edge++] = ngramOf[node]!;
  }
  return { count, single, transitions };
}

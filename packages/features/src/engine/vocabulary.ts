import { Interner } from "./interner.js";

/**
 * The terms that are features, as a trie of tokens. In a learnt vocabulary the tokens are in code point order and the
 * n-grams in term order, so that the same features always have the same arrays.
 */
export interface Vocabulary {
  readonly joiner: " " | "";
  readonly tokens: Interner;
  /** For each n-gram the n-gram without its last token, which has a smaller number; −1 for n-grams of one token. */
  readonly parent: Int32Array;
  /** The last token of each n-gram. */
  readonly token: Uint32Array;
  /** The n-gram of each column. */
  readonly nodeOf: Uint32Array;
}

/** The column of each n-gram, −1 for one that is only the beginning of features. */
export function columnsOf({ parent, nodeOf }: Vocabulary): Int32Array {
  const columns = new Int32Array(parent.length).fill(-1);
  for (let column = 0; column < nodeOf.length; column++) columns[nodeOf[column]!] = column;
  return columns;
}

/** The term of each column, tokens joined. */
export function termsOf({ tokens, parent, token, nodeOf, joiner }: Vocabulary): string[] {
  const names = Array.from({ length: tokens.size }, (_, number) => tokens.text(number));
  const texts: string[] = new Array(parent.length);
  for (let node = 0; node < parent.length; node++) {
    const name = names[token[node]!]!;
    texts[node] = parent[node]! < 0 ? name : texts[parent[node]!]! + joiner + name;
  }
  return Array.from(nodeOf, (node) => texts[node]!);
}

/** An interner of some tokens, numbered in the order given. */
export function tokensInUse(tokens: Interner, chosen: Uint32Array): Interner {
  const used = new Interner(chosen.length);
  for (const token of chosen) used.internUnits(tokens.units, tokens.start(token), tokens.ends[token]!);
  return used;
}

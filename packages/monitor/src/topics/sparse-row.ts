import { portableLog } from "@imdb/core";

/** A text as a direction: column numbers and weights, of unit length; both empty when it has no known word. */
export interface SparseRow {
  readonly columns: readonly number[];
  readonly weights: readonly number[];
}

/** Columns and inverse document frequencies of words. */
export type WordColumns = ReadonlyMap<string, { readonly column: number; readonly idf: number }>;

/** The columns of words by these, which are as many as their inverse document frequencies. */
export function wordColumns(words: readonly string[], idf: readonly number[]): WordColumns {
  return new Map(words.map((word, column) => [word, { column, idf: idf[column]! }]));
}

const WORD = /\p{L}[\p{L}\p{M}'’]*/gu;

/** How often each word of a text comes in it, in lower case; words of one letter are left out. */
export function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [match] of text.matchAll(WORD)) {
    if (match.length < 2) continue;
    const word = match.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** TF-IDF with sublinear term frequency, scaled to unit length. */
export function sparseRow(counts: ReadonlyMap<string, number>, words: WordColumns): SparseRow {
  const columns: number[] = [];
  const weights: number[] = [];
  let squares = 0;
  for (const [word, count] of counts) {
    const known = words.get(word);
    if (!known) continue;
    const weight = (1 + portableLog(count)) * known.idf;
    columns.push(known.column);
    weights.push(weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares);
  return { columns, weights: weights.map((weight) => weight / length) };
}

/** The cosine of a row with a dense vector of unit length. */
export function cosine({ columns, weights }: SparseRow, dense: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < columns.length; k++) sum += weights[k]! * dense[columns[k]!]!;
  return sum;
}

/** The row with a place for every column. */
export function denseRow({ columns, weights }: SparseRow, length: number): Float64Array {
  const dense = new Float64Array(length);
  columns.forEach((column, k) => {
    dense[column] = weights[k]!;
  });
  return dense;
}

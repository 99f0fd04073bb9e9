import { portableLog } from "@imdb/core";

/** A text as a sparse vector of unit length: column numbers and weights. Both are empty when no word is known. */
export interface SparseRow {
  readonly columns: readonly number[];
  readonly weights: readonly number[];
}

/** The column and the inverse document frequency of each word. */
export type WordColumns = ReadonlyMap<string, { readonly column: number; readonly idf: number }>;

/**
 * The columns of words, in their order.
 *
 * @param idf  The inverse document frequency of each word.
 */
export function wordColumns(words: readonly string[], idf: readonly number[]): WordColumns {
  return new Map(words.map((word, column) => [word, { column, idf: idf[column]! }]));
}

const WORD = /\p{L}[\p{L}\p{M}'’]*/gu;

/** Counts the words of a text, in lower case. Words of one letter are left out. */
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

/** The cosine similarity of a row and a dense vector of unit length. */
export function cosine({ columns, weights }: SparseRow, dense: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < columns.length; k++) sum += weights[k]! * dense[columns[k]!]!;
  return sum;
}

/** The row as a dense vector. */
export function denseRow({ columns, weights }: SparseRow, length: number): Float64Array {
  const dense = new Float64Array(length);
  columns.forEach((column, k) => {
    dense[column] = weights[k]!;
  });
  return dense;
}

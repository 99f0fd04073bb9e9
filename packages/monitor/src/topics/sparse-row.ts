import { portableLog } from "@imdb/core";

/** A text as a direction: column numbers and weights, of unit length; both empty when it has no known word. */
export interface SparseRow {
  readonly columns: readonly number[];
  readonly weights: readonly number[];
}

/** Columns and inverse document frequencies of words. */
export type WordColumns = ReadonlyMap<string, { readonly column: number; readonly idf: number }>;

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

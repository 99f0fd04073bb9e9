import type { CsrMatrix, TrainLabels } from "@imdb/core";

/** For each class, the number of documents in which each column has a value other than 0. */
export function documentsPerClass(
  { rows, cols, indptr, indices, values }: CsrMatrix,
  labels: TrainLabels,
): Float64Array[] {
  const counts = labels.classes.map(() => new Float64Array(cols));
  for (let row = 0; row < rows; row++) {
    const ofClass = counts[labels.codes[row]!]!;
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) if (values[k] !== 0) ofClass[indices[k]!]!++;
  }
  return counts;
}

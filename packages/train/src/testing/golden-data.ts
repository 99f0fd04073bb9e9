import { csrMatrix, type TrainLabels } from "@imdb/core";

/** The data of a golden file, as SciPy writes a matrix. */
interface GoldenData {
  readonly rows: number;
  readonly cols: number;
  readonly indptr: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
  /** Their names, or their number: then they are "a", "b" and so on. */
  readonly classes: readonly string[] | number;
  readonly codes: readonly number[];
}

/** The matrix and labels of a golden file. */
export function goldenData({ rows, cols, indptr, indices, values, classes, codes }: GoldenData) {
  const X = csrMatrix({
    rows,
    cols,
    indptr: Uint32Array.from(indptr),
    indices: Uint32Array.from(indices),
    values: Float32Array.from(values),
  });
  const names = typeof classes === "number" ? ["a", "b", "c", "d"].slice(0, classes) : classes;
  const y: TrainLabels = { role: "train", classes: names, codes: Int32Array.from(codes) };
  return { X, y };
}

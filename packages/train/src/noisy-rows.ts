import { type CsrMatrix, csrFromRows, seededRandom, type TrainLabels } from "@imdb/core";

/** Rows for tests: normal noise around the mean of the class. A third of the values are left out. */
export function noisyRows(
  rows: number,
  cols: number,
  seed: number,
  classes = 2,
): { X: CsrMatrix; y: TrainLabels } {
  const random = seededRandom(seed);
  const codes = Int32Array.from({ length: rows }, (_, i) => (i < classes ? i : random.integer(classes)));
  const X = csrFromRows(
    Array.from(codes, (code) =>
      Array.from(
        { length: cols },
        (_, j) => [j, random.normal() + (j % classes === code ? 1 : 0)] as const,
      ).filter(([j]) => (j * 7 + code) % 3 !== 0),
    ),
    cols,
  );
  return { X, y: { role: "train", classes: ["a", "b", "c", "d"].slice(0, classes), codes } };
}

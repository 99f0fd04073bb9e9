import { type Classifier, csrSelectRows } from "@imdb/core";
import type { BenchEntry } from "@imdb/core/testing";
import { denseLogisticRegression, logisticRegression } from "@imdb/train";
import { prepared } from "./fit.ts";

const ROWS = 2000;

/** Every so many of the train reviews: what a dense matrix can hold. */
function sample() {
  const { X, y } = prepared();
  const rows = Uint32Array.from({ length: ROWS }, (_, i) => Math.floor((i * X.rows) / ROWS));
  return { X: csrSelectRows(X, rows), y: { ...y, codes: Int32Array.from(rows, (row) => y.codes[row]!) } };
}

/** Seconds to fit 2,000 reviews: ours on all their features, the npm package on the 500 best. */
export const entries: BenchEntry[] = [
  {
    id: "train.mlLogisticRegression",
    peer: "ml-logistic-regression 2.0 (300 steps, 500 features)",
    unit: "s",
    needs: ["python", "archive"],
    ours: () => seconds(logisticRegression({ C: 10 })),
    theirs: () => seconds(denseLogisticRegression()),
  },
];

async function seconds(classifier: Classifier): Promise<number> {
  const { X, y } = sample();
  const start = performance.now();
  await classifier.fit(X, y);
  return (performance.now() - start) / 1000;
}

import { type CsrMatrix, seededRandom, type TrainLabels } from "@imdb/core";
import { expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { sgdClassifier } from "./sgd-classifier.js";

const COLUMNS = 2 ** 18;
const BATCH = 5000;
const DOCUMENTS = 5_000_000;
const LENGTH = 30;

/** Documents of made-up words, frequent ones first, of which every seventh tells the class. */
function documents(seed: number): { X: CsrMatrix; y: TrainLabels } {
  const random = seededRandom(seed);
  const indptr = Uint32Array.from({ length: BATCH + 1 }, (_, i) => i * LENGTH);
  const indices = new Uint32Array(BATCH * LENGTH);
  const codes = new Int32Array(BATCH);
  for (let i = 0; i < BATCH; i++) {
    let score = 0;
    // A row's columns ascend: word k is drawn from the k-th stretch of a vocabulary that thins out.
    for (let k = 0; k < LENGTH; k++) {
      const stretch = COLUMNS / LENGTH;
      const word = Math.floor(k * stretch + stretch * random.next() ** 4);
      indices[i * LENGTH + k] = word;
      score += word % 7 === 0 ? 1 : word % 7 === 1 ? -1 : 0;
    }
    codes[i] = score + random.normal() > 0 ? 1 : 0;
  }
  const values = new Float32Array(indices.length).fill(1 / Math.sqrt(LENGTH));
  return {
    X: { rows: BATCH, cols: COLUMNS, indptr, indices, values },
    y: { role: "train", classes: ["no", "yes"], codes },
  };
}

test.skipIf(!toolFor("heavy", "SGD on a stream of five million documents"))(
  "five million documents in batches: bounded memory, and the model has learnt",
  () => {
    const learner = sgdClassifier().start(COLUMNS, ["no", "yes"]);
    let first = 0;
    let most = 0;
    for (let batch = 0; batch * BATCH < DOCUMENTS; batch++) {
      const { X, y } = documents(batch);
      learner.partialFit(X, y);
      // The first batches bring the heap to its working size.
      if (batch === 50) first = process.memoryUsage().rss;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(learner.rows).toBe(DOCUMENTS);
    expect(first).toBeGreaterThan(0);
    expect((most - first) / 2 ** 20).toBeLessThan(100);
    const { X, y } = documents(4_000_000_000);
    const p = learner.model().predictProba(X);
    let right = 0;
    for (let i = 0; i < BATCH; i++) if (p[2 * i + 1]! > 0.5 === (y.codes[i] === 1)) right++;
    expect(right / BATCH).toBeGreaterThan(0.7);
    process.stdout.write(`peak ${Math.round(most / 2 ** 20)} MB, accuracy ${right / BATCH}\n`);
  },
  1_200_000,
);

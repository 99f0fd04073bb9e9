import { csrFromRows, csrSelectRows, seededRandom, type TrainLabels } from "@imdb/core";
import { classifierContract } from "@imdb/core/testing";
import { describe, expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { logisticRegression } from "../linear/logistic-regression.js";
import { noisyRows } from "../noisy-rows.js";
import { sgdClassifier } from "./sgd-classifier.js";
import { averagedWeights, createSgdState, sgdStep } from "./sgd-state.js";

describe("contract", () => {
  for (const c of classifierContract(() => sgdClassifier())) test(c.name, c.run);
});

test("the average is the mean of the weights after each step", () => {
  const { X, y } = noisyRows(400, 6, 1);
  const [alpha, eta0] = [1e-3, 0.5];
  const state = createSgdState(6, alpha, eta0);
  const w = new Float64Array(6);
  let b = 0;
  const sum = new Float64Array(6);
  for (let i = 0; i < 400; i++) {
    const sign = y.codes[i] ? 1 : -1;
    sgdStep(state, X, i, sign, 1);
    let f = b;
    let norm = 1;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) {
      f += w[X.indices[k]!]! * X.values[k]!;
      norm += X.values[k]! ** 2;
    }
    const eta = Math.min(eta0 / (1 + eta0 * alpha * i) ** 0.75, 8 / norm);
    const g = (eta * sign) / (1 + Math.exp(sign * f));
    for (let j = 0; j < 6; j++) w[j]! *= 1 - eta * alpha;
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) w[X.indices[k]!]! += g * X.values[k]!;
    b += g;
    for (let j = 0; j < 6; j++) sum[j]! += w[j]!;
  }
  const average = averagedWeights(state);
  for (let j = 0; j < 6; j++) expect(average.coef[j]).toBeCloseTo(sum[j]! / 400, 10);
});

test("a model from a stream of batches is nearly as accurate as one of the batch solver", async () => {
  const { X, y } = noisyRows(6000, 30, 2);
  const held = noisyRows(2000, 30, 3);
  const learner = sgdClassifier({ eta0: 0.5 }).start(30, y.classes);
  for (let at = 0; at < 6000; at += 250) {
    const rows = Array.from({ length: 250 }, (_, i) => at + i);
    learner.partialFit(csrSelectRows(X, rows), { ...y, codes: y.codes.slice(at, at + 250) });
  }
  expect(learner.rows).toBe(6000);
  const batch = await logisticRegression().fit(X, y);
  const [stream, whole] = [evaluate(learner.model(), held.X, held.y), evaluate(batch, held.X, held.y)];
  expect(whole.accuracy - stream.accuracy).toBeLessThan(0.01);
});

test("three classes, a batch of one class, and a refused batch", () => {
  const { X, y } = noisyRows(300, 9, 4, 3);
  const learner = sgdClassifier().start(9, y.classes);
  learner.partialFit(X, y);
  learner.partialFit(csrSelectRows(X, [0]), { ...y, codes: y.codes.slice(0, 1) });
  const before = learner.model().coef;
  const bad = (work: () => void, code: string) => expect(work).toThrow(expect.objectContaining({ code }));
  bad(() => learner.partialFit(csrFromRows([[]], 4), { ...y, codes: Int32Array.of(0) }), "SHAPE_MISMATCH");
  bad(() => learner.partialFit(X, { ...y, classes: ["x", "y", "z"] }), "INVALID_OPTION");
  bad(() => learner.partialFit(X, { ...y, codes: y.codes.map(() => 7) }), "LABEL_OUT_OF_RANGE");
  bad(() => learner.partialFit(X, { ...y, role: "test" } as unknown as TrainLabels), "NOT_TRAIN_SPLIT");
  bad(() => learner.partialFit({ ...X, values: X.values.map(() => Number.NaN) }, y), "INVALID_CSR_MATRIX");
  expect(learner.model().coef).toEqual(before);
});

test("weights of huge values are finite", async () => {
  const random = seededRandom(1);
  const X = csrFromRows(
    Array.from({ length: 50 }, () => [[0, 1e30 * random.normal()] as const, [1, 1] as const]),
    2,
  );
  const y: TrainLabels = {
    role: "train",
    classes: ["a", "b"],
    codes: Int32Array.from({ length: 50 }, (_, i) => i % 2),
  };
  const model = await sgdClassifier({ epochs: 3 }).fit(X, y);
  expect([...model.coef].every(Number.isFinite)).toBe(true);
});

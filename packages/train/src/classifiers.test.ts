import {
  type Classifier,
  type CsrMatrix,
  csrFromRows,
  decodeSafetensors,
  encodeSafetensors,
  type FittedClassifier,
  type TrainLabels,
} from "@imdb/core";
import { classifierContract } from "@imdb/core/testing";
import { describe, expect, test } from "vitest";
import { calibratedClassifier } from "./calibration/calibrated-classifier.js";
import { denseLogisticRegression } from "./dense/dense-logistic-regression.js";
import { dummyClassifier } from "./dummy-classifier.js";
import { oneVsRestClassifier } from "./ensemble/one-vs-rest-classifier.js";
import { votingClassifier } from "./ensemble/voting-classifier.js";
import golden from "./linear/golden/solvers.json" with { type: "json" };
import { linearSvc } from "./linear/linear-svc.js";
import { logisticRegression } from "./linear/logistic-regression.js";
import { complementNb } from "./naive-bayes/complement-nb.js";
import { multinomialNb } from "./naive-bayes/multinomial-nb.js";
import { nbLogisticRegression } from "./naive-bayes/nb-logistic-regression.js";
import { noisyRows } from "./noisy-rows.js";
import { stratifiedKFold } from "./selection/stratified-k-fold.js";
import { goldenData } from "./testing/golden-data.js";
import { trainCodecs } from "./train-codecs.js";

const makers: Record<string, () => Classifier> = {
  logisticRegression,
  "logisticRegression lbfgs": () => logisticRegression({ solver: "lbfgs" }),
  "logisticRegression elastic net": () =>
    logisticRegression({ solver: "coordinate-descent", penalty: "elasticnet" }),
  linearSvc,
  multinomialNb,
  complementNb,
  nbLogisticRegression,
  dummyClassifier,
  denseLogisticRegression: () => denseLogisticRegression({ numSteps: 20 }),
  oneVsRestClassifier: () => oneVsRestClassifier(multinomialNb()),
  votingClassifier: () => votingClassifier([multinomialNb(), logisticRegression()]),
  calibratedClassifier: () =>
    calibratedClassifier(logisticRegression(), { cv: stratifiedKFold({ folds: 2 }) }),
};

describe.each(Object.entries(makers))("%s", (_, make) => {
  for (const c of classifierContract(make)) test(c.name, c.run);

  test("three classes, and the same predictions after encoding and decoding", async () => {
    const { X, y } = noisyRows(90, 9, 4, 3);
    const counts = { ...X, values: X.values.map(Math.abs) };
    const model = await make().fit(counts, y);
    const read = throughCodec(model);
    expect(read.predictProba(counts)).toEqual(model.predictProba(counts));
    expect(read.classes).toEqual(["a", "b", "c"]);
    const p = model.predictProba(counts);
    for (let i = 0; i < 90; i++) expect(p[3 * i]! + p[3 * i + 1]! + p[3 * i + 2]!).toBeCloseTo(1, 12);
  });
});

describe.each(Object.entries(makers))("hostile numbers: %s", (_, make) => {
  const y: TrainLabels = { role: "train", classes: ["a", "b"], codes: Int32Array.of(0, 1, 0, 1, 0, 1) };
  const rows = (values: readonly number[]) =>
    csrFromRows(
      values.map((value, i) => [[i % 2, value] as const]),
      3,
    );
  const outcome = (X: CsrMatrix, labels: TrainLabels) =>
    make()
      .fit(X, labels)
      .then(
        (model) => [...model.predictProba(X)],
        (error) => error.code as string,
      );

  test("NaN, infinities, one class and labels of another length are refused", async () => {
    for (const value of [Number.NaN, Infinity, -Infinity, 1e300]) {
      const X = rows([1, 1, 1, 1, 1, 1]);
      X.values[3] = value;
      expect(await outcome(X, y)).toBe("INVALID_CSR_MATRIX");
    }
    expect(await outcome(rows([1, 1, 1, 1, 1]), y)).toBe("SHAPE_MISMATCH");
    const one = await outcome(rows([1, 1, 1, 1, 1, 1]), { ...y, codes: new Int32Array(6) });
    expect(one).toBe("SINGLE_CLASS");
  });

  const expectProbabilities = (p: unknown) => {
    expect(p).toBeInstanceOf(Array);
    expect(p).toHaveLength(12);
    for (const value of p as number[]) expect(value >= 0 && value <= 1).toBe(true);
  };

  test("with empty rows and features that are always 0 there are probabilities", async () => {
    expectProbabilities(await outcome(rows([0, 0, 0, 0, 0, 0]), y));
    expectProbabilities(await outcome(csrFromRows([[], [], [], [], [], []], 3), y));
  });

  test("with the largest and smallest numbers there are probabilities, or FIT_DIVERGED", async () => {
    const p = await outcome(rows([3e38, 1e-45, 0, 3e38, 1e-45, 1]), y);
    if (p !== "FIT_DIVERGED") expectProbabilities(p);
  });
});

function throughCodec(model: FittedClassifier): FittedClassifier {
  const codec = trainCodecs.find(({ kind }) => kind === model.kind)!;
  const part = codec.encode(model);
  const tensors = decodeSafetensors(encodeSafetensors(part.tensors));
  return codec.decode(
    { params: JSON.parse(JSON.stringify(part.params)), tensors },
    codec.version,
  ) as FittedClassifier;
}

describe.each(golden.cases)(`as scikit-learn ${golden.sklearn}, $classes classes`, (c) => {
  const { X, y } = goldenData(c);

  test.each(c.models.filter(({ name }) => name === "linearSvc"))("linearSvc $options", async (m) => {
    const options = m.options as { C: number; loss?: "hinge" };
    const model = await linearSvc({ ...options, tol: 1e-9, maxIter: 20_000 }).fit(X, y);
    const ours = [...model.coef, ...model.intercept];
    const theirs = [...m.coef, ...m.intercept];
    const scale = Math.max(...theirs.map(Math.abs));
    expect(model.report?.converged).toBe(true);
    expect(model.report!.objective).toBeLessThanOrEqual(m.objective * (1 + 1e-6));
    for (const [j, weight] of ours.entries())
      expect(Math.abs(weight - theirs[j]!)).toBeLessThan(1e-3 * scale);
  });

  test.each(c.naiveBayes)(
    "$name, sample weights: $sampleWeight",
    async ({ name, sampleWeight, probabilities }) => {
      const classifier =
        name === "multinomialNb"
          ? multinomialNb({ alpha: 0.7 })
          : complementNb({ alpha: 0.7, norm: name.endsWith("norm") });
      const model = await classifier.fit(X, y, sampleWeight ? { sampleWeight: c.weights } : {});
      const p = model.predictProba(X);
      for (const [at, expected] of probabilities.entries()) expect(p[at]).toBeCloseTo(expected, 9);
    },
  );
});

test("nbLogisticRegression with beta 1 is the regression on scaled columns, and its weights include the scale", async () => {
  const X = csrFromRows(
    [
      [[0, 1]],
      [
        [0, 1],
        [1, 1],
      ],
      [[1, 1]],
      [
        [1, 1],
        [2, 1],
      ],
      [[2, 1]],
      [
        [0, 1],
        [2, 1],
      ],
    ],
    3,
  );
  const y: TrainLabels = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(0, 0, 1, 1, 1, 0) };
  // p = (1 + positives with the feature) / Σ, q likewise: by hand.
  const p = [1, 3, 3].map((n) => n / 7);
  const q = [4, 2, 2].map((n) => n / 8);
  const ratio = p.map((value, j) => Math.log(value / q[j]!));
  const scaled = { ...X, values: X.values.map((value, k) => value * ratio[X.indices[k]!]!) };
  const direct = await logisticRegression({ tol: 1e-10 }).fit(scaled, y);
  const model = await nbLogisticRegression({ tol: 1e-10 }).fit(X, y);
  for (const [j, weight] of model.coef.entries()) expect(weight).toBeCloseTo(direct.coef[j]! * ratio[j]!, 4);
});

test("the strategies of a dummy classifier", async () => {
  const X = csrFromRows([[], [], []], 1);
  const y: TrainLabels = { role: "train", classes: ["a", "b"], codes: Int32Array.of(0, 1, 1) };
  const first = async (dummy: Classifier) => [...(await dummy.fit(X, y)).predictProba(X).slice(0, 2)];
  expect(await first(dummyClassifier())).toEqual([1 / 3, 2 / 3]);
  expect(await first(dummyClassifier({ strategy: "mostFrequent" }))).toEqual([0, 1]);
  expect(await first(dummyClassifier({ strategy: "constant", constant: "a" }))).toEqual([1, 0]);
  await expect(dummyClassifier({ strategy: "constant", constant: "z" }).fit(X, y)).rejects.toMatchObject({
    code: "INVALID_OPTION",
  });
});

test("a voting classifier averages by weight", async () => {
  const { X, y } = noisyRows(60, 6, 8);
  const [a, b] = [await logisticRegression().fit(X, y), await linearSvc().fit(X, y)];
  const both = await votingClassifier([logisticRegression(), linearSvc()], { weights: [3, 1] }).fit(X, y);
  const [pa, pb] = [a.predictProba(X), b.predictProba(X)];
  both.predictProba(X).forEach((p, at) => {
    expect(p).toBeCloseTo(0.75 * pa[at]! + 0.25 * pb[at]!, 12);
  });
  expect(() => votingClassifier([multinomialNb()], { weights: [1, 2] })).toThrow("weights");
});

import { createSplit, csrFromRows, type FittedClassifier, labelsOf, type TrainLabels } from "@imdb/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type Classifier,
  calibratedClassifier,
  complementNb,
  denseLogisticRegression,
  dummyClassifier,
  linearSvc,
  logisticRegression,
  multinomialNb,
  nbLogisticRegression,
  oneVsRestClassifier,
  sgdClassifier,
  stratifiedKFold,
  votingClassifier,
} from "./index.js";

type Label = "neg" | "pos";
const examples = Array.from({ length: 8 }, (_, i) => {
  const label: Label = i % 2 ? "pos" : "neg";
  return { id: `${i}`, text: label, label };
});
const train = createSplit("train", examples, `sha256:${"0".repeat(64)}`);
const X = csrFromRows(
  examples.map(({ label }) => [[label === "pos" ? 0 : 1, 1] as const]),
  2,
);
const y: TrainLabels<Label> = labelsOf(train);

describe("the labels of the data are in the type of the fitted model", () => {
  test("of every classifier", async () => {
    const cv = stratifiedKFold({ folds: 2 });
    const models = [
      await logisticRegression().fit(X, y),
      await linearSvc().fit(X, y),
      await multinomialNb().fit(X, y),
      await complementNb().fit(X, y),
      await nbLogisticRegression().fit(X, y),
      await sgdClassifier().fit(X, y),
      await dummyClassifier().fit(X, y),
      await denseLogisticRegression({ numSteps: 1 }).fit(X, y),
      await oneVsRestClassifier(linearSvc()).fit(X, y),
      await votingClassifier([linearSvc()]).fit(X, y),
      await calibratedClassifier(linearSvc(), { cv }).fit(X, y),
    ] as const;
    expectTypeOf(models[0].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[1].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[2].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[3].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[4].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[5].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[6].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[7].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[8].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[9].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[10].classes).toEqualTypeOf<readonly Label[]>();
    expectTypeOf(models[10].base.classes).toEqualTypeOf<readonly Label[]>();
    for (const { classes } of models) expect(classes).toEqual(["neg", "pos"]);
  });

  test("of a stream, from the classes that it is started with", () => {
    const learner = sgdClassifier().start(2, ["neg", "pos"]);
    learner.partialFit(X, y);
    expectTypeOf(learner.model().classes).toEqualTypeOf<readonly Label[]>();
  });

  test("where the labels are not known, they are texts", async () => {
    const model = await logisticRegression().fit(X, y as TrainLabels);
    expectTypeOf(model.classes).toEqualTypeOf<readonly string[]>();
    const classifier: Classifier = logisticRegression();
    expectTypeOf(await classifier.fit(X, y)).toEqualTypeOf<FittedClassifier>();
    const typed: FittedClassifier = await logisticRegression().fit(X, y);
    expect(typed.classes).toEqual(["neg", "pos"]);
  });

  test("a classifier of your own needs no labels in its types", async () => {
    const own: Classifier = {
      params: {},
      fit: async (_, { classes }) => ({
        kind: "own",
        params: {},
        classes,
        featureCount: 2,
        predictProba: ({ rows }) => new Float64Array(rows * classes.length).fill(1 / classes.length),
      }),
    };
    expect((await votingClassifier([own, linearSvc()]).fit(X, y)).classes).toEqual(["neg", "pos"]);
  });
});

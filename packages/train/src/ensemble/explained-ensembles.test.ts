import {
  csrFromRows,
  decodePart,
  encodePart,
  type FittedClassifier,
  type FittedVectorizer,
  linearWeightsOf,
  type TrainLabels,
} from "@imdb/core";
import { explain, strongestFeatures } from "@imdb/measures";
import { describe, expect, test } from "vitest";
import { calibratedClassifier } from "../calibration/calibrated-classifier.js";
import { dummyClassifier } from "../dummy-classifier.js";
import { linearSvc } from "../linear/linear-svc.js";
import { logisticRegression } from "../linear/logistic-regression.js";
import { multinomialNb } from "../naive-bayes/multinomial-nb.js";
import { evaluationReport } from "../report/evaluation-report.js";
import { trainCodecs } from "../train-codecs.js";
import { oneVsRestClassifier } from "./one-vs-rest-classifier.js";
import { votingClassifier } from "./voting-classifier.js";

const WORDS = ["bad", "dull", "fine", "good", "plot"];
const vectorizer: FittedVectorizer = {
  kind: "fiveWords",
  params: {},
  featureCount: 5,
  featureNames: () => WORDS,
  transform: (texts) =>
    csrFromRows(
      texts.map((text) =>
        WORDS.map((word, j) => [j, text.split(word).length - 1] as const).filter(([, n]) => n > 0),
      ),
      5,
    ),
};
const texts = [
  "good fine",
  "good plot",
  "fine good",
  "bad",
  "bad dull",
  "dull plot",
  "fine",
  "dull bad fine",
];
const rows = [...texts, ...texts, ...texts];
const X = vectorizer.transform(rows);
const labels = (codes: readonly number[], classes: readonly string[]): TrainLabels => ({
  role: "train",
  classes,
  codes: Int32Array.from([...codes, ...codes, ...codes]),
});
const two = labels([1, 1, 1, 0, 0, 0, 1, 0], ["neg", "pos"]);
const three = labels([2, 2, 2, 0, 0, 1, 1, 0], ["neg", "so", "pos"].sort());
const text = "a good plot, but bad";

const contributions = (model: FittedClassifier, label: string) =>
  new Map(
    explain(model, vectorizer, text, { label }).contributions.map((one) => [one.name, one.contribution]),
  );

/** The model, also after it was written and read. */
const alsoRead = (model: FittedClassifier) => [
  model,
  decodePart<FittedClassifier>(encodePart(model, trainCodecs), trainCodecs),
];

describe.each([
  ["two classes", two, "pos"],
  ["two classes, the first one", two, "neg"],
  ["three classes", three, "so"],
] as const)("%s", (_, y, label) => {
  test("a calibrated linear classifier has the contributions of its base, and its own probability", async () => {
    const fitted = await calibratedClassifier(linearSvc()).fit(X, y);
    for (const model of alsoRead(fitted)) {
      expect(contributions(model, label)).toEqual(contributions(fitted.base, label));
      const { probability } = explain(model, vectorizer, text, { label });
      expect(probability).toBe(fitted.predictProba(vectorizer.transform([text]))[y.classes.indexOf(label)]);
    }
  });

  test("a vote has the averages of its models, also under a calibration", async () => {
    const vote = await votingClassifier([multinomialNb(), linearSvc()], { weights: [3, 1] }).fit(X, y);
    const calibrated = await calibratedClassifier(votingClassifier([multinomialNb(), linearSvc()])).fit(X, y);
    const [a, b] = vote.models.map((model) => contributions(model, label));
    for (const model of alsoRead(vote)) {
      for (const [name, value] of contributions(model, label)) {
        expect(value).toBeCloseTo(0.75 * a!.get(name)! + 0.25 * b!.get(name)!, 12);
      }
    }
    for (const [name, value] of contributions(calibrated, label)) {
      expect(value).toBeCloseTo((a!.get(name)! + b!.get(name)!) / 2, 12);
    }
  });

  test("one-vs-rest has the contributions of the model of the class, also in a vote", async () => {
    const model = await oneVsRestClassifier(logisticRegression()).fit(X, y);
    const ofClass = model.models[y.classes.indexOf(label)]!;
    for (const one of alsoRead(model))
      expect(contributions(one, label)).toEqual(contributions(ofClass, "yes"));
    const vote = await votingClassifier([oneVsRestClassifier(logisticRegression()), linearSvc()]).fit(X, y);
    const [a, b] = vote.models.map((member) => contributions(member, label));
    for (const [name, value] of contributions(vote, label)) {
      expect(value).toBeCloseTo((a!.get(name)! + b!.get(name)!) / 2, 12);
    }
  });

  test("the decision of a calibrated model is that of its base, its probability is calibrated", async () => {
    const model = await calibratedClassifier(linearSvc()).fit(X, two);
    const explained = explain(model, vectorizer, text, { label: "pos" });
    const base = explain(model.base, vectorizer, text, { label: "pos" });
    expect(explained.decision).toBe(base.decision);
    expect(explained.decision).toBeCloseTo(
      explained.contributions.reduce((sum, part) => sum + part.contribution, explained.intercept),
      12,
    );
    const [, probability] = model.predictProba(vectorizer.transform([text]));
    expect(explained.probability).toBe(probability);
    expect(explained.probability).not.toBe(base.probability);
  });

  test("decision, intercept and contributions agree, and strongestFeatures has the same weights", async () => {
    const model = await votingClassifier([multinomialNb(), logisticRegression()]).fit(X, y);
    const { decision, intercept, contributions: parts } = explain(model, vectorizer, text, { label });
    expect(parts.reduce((sum, part) => sum + part.contribution, intercept)).toBeCloseTo(decision, 12);
    const strongest = strongestFeatures(model, WORDS, 5, { label });
    const good = parts.find(({ name }) => name === "good")!;
    const listed = [...strongest.for, ...strongest.against].find(({ name }) => name === "good");
    expect(listed?.weight ?? 0).toBeCloseTo(good.weight, 12);
  });
});

test("the report shows the strongest features of a vote", async () => {
  const model = await votingClassifier([multinomialNb(), linearSvc()]).fit(X, two);
  const page = evaluationReport(model, X, two, { vectorizer, texts: rows, resamples: 0 });
  expect(page).toContain("Strongest features for and against pos");
});

test("an ensemble with a classifier that is not linear is not explained", async () => {
  const model = await votingClassifier([multinomialNb(), dummyClassifier()]).fit(X, two);
  expect(linearWeightsOf(model)).toBeUndefined();
  expect(() => explain(model, vectorizer, text)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

import { inspect } from "node:util";
import { bundleToTar, labelsOf } from "@imdb/core";
import { createPipeline, stratifiedSplit } from "@imdb/data-pipeline";
import { countVectorizer, hashingVectorizer, pipeline, tfidfTransformer } from "@imdb/features";
import { explain } from "@imdb/measures";
import {
  calibratedClassifier,
  crossValidate,
  evaluate,
  gridSearchCV,
  parameterGrid,
  stratifiedKFold,
} from "@imdb/train";
import { beforeAll, describe, expect, test } from "vitest";
import {
  displayHtml,
  loadTextClassifier,
  logisticRegression,
  textClassifier,
  tfidfVectorizer,
} from "./index.js";

const WORDS = { fraud: ["win", "prize", "urgent"], ok: ["lunch", "report", "thanks"] };
const rows = (["fraud", "ok"] as const).flatMap((label) =>
  Array.from({ length: 20 }, (_, i) => {
    const text = `${WORDS[label][i % 3]} <b>${WORDS[label][(i + 1) % 3]}</b> message ${i}`;
    return { id: `${label}${i}`, text, label };
  }),
);
const make = () => ({ vectorizer: tfidfVectorizer(), classifier: logisticRegression({ C: 10 }) });

async function everything() {
  const split = stratifiedSplit({ testSize: 0.25, validationSize: 0.25, seed: 1 });
  const options = { split, positive: "fraud", nearDuplicates: "off", failOn: "never" } as const;
  const data = await createPipeline(options).process(rows);
  const model = await textClassifier({ ...make(), name: "messages" }).fit(data);
  const { vectorizer, matrix } = await make().vectorizer.fitTransform(data.train.texts);
  const classifier = await make().classifier.fit(matrix, labelsOf(data.train));
  const cv = stratifiedKFold({ folds: 2 });
  const grid = parameterGrid({ C: [1, 10] }, ({ C }) => logisticRegression({ C }));
  const plan = { vectorizers: [{ params: {}, value: tfidfVectorizer() }], classifiers: grid, cv };
  return {
    data,
    model,
    vectorizer,
    classifier,
    matrix,
    evaluation: model.evaluate(data.test),
    composed: evaluate(classifier, vectorizer.transform(data.test.texts), labelsOf(data.test)),
    crossValidation: await crossValidate({ ...make(), cv }, data.train),
    search: await gridSearchCV(plan, data.train),
  };
}

let all: Awaited<ReturnType<typeof everything>>;
beforeAll(async () => {
  all = await everything();
});

/** What Node prints, with the hash of the data shortened. */
const printed = (value: unknown) => inspect(value).replace(/sha256:\w{64}/g, "sha256:…");

describe("console.log prints a few lines", () => {
  test("of a dataset and its splits", () => {
    expect(printed(all.data)).toMatchInlineSnapshot(`
      "Dataset
        documents       40
        train           20: fraud 10, ok 10
        validation      10: fraud 5, ok 5
        test            10: fraud 5, ok 5
        positive class  fraud
        cleaned by      html-breaks@1, html-entities@1, control-characters@1, unicode-normal-form@1, whitespace@1
        quality         checks 30, error 0, warning 1, info 3
        version         sha256:…"
    `);
    expect(printed(all.data.test)).toMatchInlineSnapshot(`
      "Split test
        examples        10
        labels          fraud 5, ok 5
        positive class  fraud
        cleaned by      html-breaks@1, html-entities@1, control-characters@1, unicode-normal-form@1, whitespace@1
        first text      "win <b>prize</b> message 0"
        version         sha256:…"
    `);
  });

  test("of what is fitted, also after it was loaded", async () => {
    expect(printed(all.model)).toMatchInlineSnapshot(`
      "Text classifier messages (fitted)
        classes         fraud, ok
        positive class  fraud
        cleans by       html-breaks@1, html-entities@1, control-characters@1, unicode-normal-form@1, whitespace@1
        vectorizer      CleanedVectorizer, 16 features
        classifier      LogisticRegression
        fit             liblinear, 13 iterations
        trained on      20 documents of examples
        data version    sha256:…"
    `);
    expect(printed(all.vectorizer)).toMatchInlineSnapshot(`
      "tfidf (fitted)
        features    16
        cleaned by  html-breaks@1, html-entities@1, control-characters@1, unicode-normal-form@1, whitespace@1
        parameters  analyzer "word", lowercase true, maxDf 1, minDf 1, ngramRange [1,1], norm "l2", smoothIdf true, toke…"
    `);
    expect(printed(all.model.vectorizer)).toMatchInlineSnapshot(`
      "CleanedVectorizer (fitted)
        features    16
        parameters  inner { analyzer "word", lowercase true, maxDf 1, minDf 1, ngramRange [1,1], norm "l2", smoothIdf tr…"
    `);
    expect(printed(all.classifier)).toMatchInlineSnapshot(`
      "LogisticRegression (fitted)
        classes     fraud, ok
        features    16
        parameters  C 10, dual true, fitIntercept true, interceptScaling 1, maxIter 1000, penalty "l2", seed 0, solver "…
        fit         liblinear, 13 iterations"
    `);
    expect(printed(all.model.withDecision({ threshold: 0.75 }))).toContain("threshold 0.75");
    const loaded = await loadTextClassifier(bundleToTar(all.model.toBundle()));
    expect(printed(loaded)).toBe(printed(all.model));
    expect(printed(loaded.classifier)).toBe(printed(all.classifier));
    expect(printed(loaded.vectorizer)).toBe(printed(all.model.vectorizer));
  });

  test("of a matrix", () => {
    expect(printed(all.matrix)).toMatchInlineSnapshot(`
      "Sparse matrix
        rows             20
        columns          16
        values           73
        values in a row  3.6500
        least            0.2173
        greatest         0.7588"
    `);
    expect(printed(all.vectorizer.transform(["win"]))).toMatch(/^Sparse matrix\n {2}rows {13}1\n/);
  });

  test("of an evaluation", () => {
    expect(printed(all.evaluation)).toMatchInlineSnapshot(`
      "Evaluation of 2 classes
        rows                   10
        positive class         fraud
        accuracy               1.0000
        precision, recall, F1  1.0000, 1.0000, 1.0000
        ROC AUC, log loss      1.0000, 0.0821
        class fraud            precision 1.0000, recall 1.0000, 5 rows
        class ok               precision 1.0000, recall 1.0000, 5 rows"
    `);
    expect(printed(all.composed)).toBe(printed(all.evaluation));
  });

  test("of a cross-validation and a search", () => {
    expect(printed(all.crossValidation)).toMatchInlineSnapshot(`
      "Cross-validation, mean ± standard deviation of the folds
        folds             2
        accuracy          1.0000 ± 0.0000
        balancedAccuracy  1.0000 ± 0.0000
        precision         1.0000 ± 0.0000
        recall            1.0000 ± 0.0000
        f1                1.0000 ± 0.0000
        rocAuc            1.0000 ± 0.0000
        logLoss           0.0931 ± 0.0021
        brier             0.0081 ± 0.0004"
    `);
    expect(printed(all.search)).toMatchInlineSnapshot(`
      "Search by accuracy, the best first
        points  2
        1.      1.0000 ± 0.0000 with {"C":1}
        2.      1.0000 ± 0.0000 with {"C":10}"
    `);
  });
});

test("no view is long, and notebooks have it as a table", () => {
  for (const value of Object.values(all)) {
    const text = printed(value);
    expect(text.split("\n").length).toBeLessThanOrEqual(12);
    expect(text.length).toBeLessThan(1_000);
    expect(displayHtml(value)).toMatch(
      /^<table><caption>[^<]+<\/caption>(<tr><th>[^<]+<\/th><td>[^<]+<\/td><\/tr>)+<\/table>$/,
    );
  }
  expect(displayHtml(all.data.train)).toContain("&#60;b&#62;");
});

test("labels, texts, lists of predictions, explanations and what is not fitted are short too", () => {
  const { data, model } = all;
  const values = {
    labels: labelsOf(data.train),
    texts: data.train.texts,
    part: data.train.texts.slice(1),
    predictions: model.predict(Array.from({ length: 100 }, () => "win a prize")),
    explanation: model.explain("win a prize now"),
    composed: explain(model.classifier, model.vectorizer, "win a prize now"),
    unfitted: textClassifier(make()),
    vectorizer: make().vectorizer,
    hashing: hashingVectorizer(),
    pipeline: pipeline(countVectorizer(), [tfidfTransformer()]),
    calibrated: calibratedClassifier(logisticRegression()),
  };
  for (const [name, value] of Object.entries(values)) {
    const text = printed(value);
    expect(text.split("\n").length, name).toBeLessThanOrEqual(12);
    expect(text.length, name).toBeLessThan(1_000);
  }
  expect(printed(values.labels)).toBe(
    "Labels train\n  rows            20\n  labels          fraud 10, ok 10\n  positive class  fraud",
  );
  expect(printed(values.predictions)).toMatch(
    /^Predictions\n {2}predictions {2}100\n {2}labels {7}fraud 100\n/,
  );
  expect(printed(values.explanation)).toMatch(
    /^Explanation of fraud\n {2}label {6}fraud\n.*\n.*\n {2}for {8}prize /,
  );
  expect(printed(values.unfitted)).toMatch(/^Text classifier \(not fitted\)\n/);
  expect(printed(values.hashing)).toMatch(/^hashing \(fitted\)/);
  // Copies and comparisons are those of plain values.
  expect([...values.texts]).toEqual(values.texts);
  expect(JSON.parse(JSON.stringify(values.labels)).classes).toEqual(["fraud", "ok"]);
});

test("predictions have no view: they are made by the million", () => {
  // An example also has the note of how it was cleaned.
  const note = Symbol.for("@imdb/core/cleaned");
  const symbols = (value: object) => Object.getOwnPropertySymbols(value).filter((one) => one !== note);
  expect([all.model.predict("win"), all.data.train.examples[0]!].flatMap(symbols)).toEqual([]);
});

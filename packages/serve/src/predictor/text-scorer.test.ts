import { decodeBundle, type ModelBundle } from "@imdb/core";
import { cleanedVectorizer, defaultCleaning } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { trainCodecs, withCalibration } from "@imdb/train";
import { beforeAll, describe, expect, test } from "vitest";
import { toyBundle } from "../testing/toy-model.js";
import { someTexts, trainedFiles } from "../testing/trained-model.js";
import { textScorer } from "./text-scorer.js";

let trained: ModelBundle;
// One term more often than logarithms are kept of, raw markup, and odd texts.
const texts = [...someTexts(200, 3), "good ".repeat(300), "good<br />great &amp; bad"];

beforeAll(async () => {
  trained = decodeBundle(await trainedFiles(), [...featureCodecs, ...trainCodecs]);
});

describe("a scorer", () => {
  test("returns the probabilities of the matrix, bit for bit, without making it", () => {
    const { vectorizer, classifier } = trained;
    let matrices = 0;
    const counted = {
      ...vectorizer,
      transform(some: readonly string[]) {
        matrices++;
        return vectorizer.transform(some);
      },
    };
    const scored = textScorer({ ...trained, vectorizer: counted })(texts);
    expect(matrices).toBe(0);
    expect(scored).toEqual(classifier.predictProba(vectorizer.transform(texts)));
  });

  test("does so with cleaning and calibration too", () => {
    const vectorizer = cleanedVectorizer(trained.vectorizer, defaultCleaning());
    const classifier = withCalibration(trained.classifier, { method: "sigmoid", curves: [[1.3, -0.2]] });
    const scored = textScorer({ ...trained, vectorizer, classifier })(texts);
    expect(scored).toEqual(classifier.predictProba(vectorizer.transform(texts)));
    expect(vectorizer.linearScorer).toBeDefined();
    expect(classifier.linear).toBeDefined();
  });

  test("makes the matrix for parts without a linear scorer", () => {
    const { vectorizer, classifier } = toyBundle();
    const some = ["good", "bad boring", ""];
    expect(textScorer(toyBundle())(some)).toEqual(classifier.predictProba(vectorizer.transform(some)));
  });
});

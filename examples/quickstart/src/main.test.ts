import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadModel } from "@imdb/serve/defaults";
import { trainModel } from "./train-model.js";

test("the saved model predicts the same as the trained one", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "quickstart-")), "model");
  const { dataset, vectorizer, classifier, evaluation } = await trainModel(folder);
  assert.ok(evaluation.accuracy > 0.9, `accuracy ${evaluation.accuracy}`);

  const predictor = await loadModel(folder, { labels: ["neg", "pos"] });
  const texts = dataset.test.texts.slice(0, 10);
  const trained = classifier.predictProba(vectorizer.transform(texts));
  const served = predictor.predictBatch(texts).flatMap(({ probabilities: p }) => [p.neg, p.pos]);
  assert.deepEqual(served, [...trained]);
  assert.equal(predictor.predict("A dull, boring mess.").label, "neg");
});

import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadTextClassifier } from "@imdb/text-classifier";
import { trainModel } from "./train-model.js";

test("the saved model predicts the same as the trained one", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "quickstart-")), "model");
  const { data, model, evaluation } = await trainModel(folder);
  assert.ok(evaluation.accuracy > 0.9, `accuracy ${evaluation.accuracy}`);

  const loaded = await loadTextClassifier(folder, { labels: ["neg", "pos"] });
  const texts = data.test.texts.slice(0, 10);
  const trained = model.predictProba(texts);
  const served = loaded.predict(texts).flatMap(({ probabilities: p }) => [p.neg, p.pos]);
  assert.deepEqual(served, [...trained]);
  assert.equal(loaded.predict("A dull, boring mess.").label, "neg");
});

import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { labelsOf } from "@imdb/core";
import { createApp, loadTextClassifier } from "@imdb/text-classifier";
import { loadConfig } from "./config.js";
import { loadData } from "./data.js";
import { fitModel } from "./model.js";

const config = loadConfig();
const dataset = await loadData(config);

test("the data are split without a text in both parts", () => {
  const train = new Set(dataset.train.texts);
  assert.equal(dataset.test.texts.filter((text) => train.has(text)).length, 0);
  assert.deepEqual(labelsOf(dataset.test).classes, labelsOf(dataset.train).classes);
});

test("the same data, configuration and seed give the same model", async () => {
  const [first, second] = [await fitModel(config, dataset), await fitModel(config, dataset)];
  assert.deepEqual(first.toBundle(), second.toBundle());
  const { accuracy } = first.evaluate(dataset.test);
  assert.ok(accuracy >= config.minimum_accuracy, `accuracy ${accuracy}`);
});

test("the saved model answers over HTTP as it did in training", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "model-")), "current");
  const fitted = await fitModel(config, dataset);
  await fitted.save(folder);
  const answer = await createApp({ predictor: await loadTextClassifier(folder) }).fetch(
    new Request("http://service/v1/predict", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: dataset.test.texts[0] }),
    }),
  );
  const { probabilities } = (await answer.json()) as { probabilities: Record<string, number> };
  // By label: JSON has names such as "2" before "10".
  const expected = [...fitted.predictProba([dataset.test.texts[0]!])];
  assert.deepEqual(
    fitted.classes.map((label) => probabilities[label]),
    expected,
  );
});

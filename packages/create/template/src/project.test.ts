import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBundle, labelsOf } from "@imdb/core";
import { createApp, createPredictor } from "@imdb/serve";
import { loadConfig } from "./config.js";
import { loadData } from "./data.js";
import { bundleOf, codecs, fitModel } from "./model.js";

const config = loadConfig();
const dataset = await loadData(config);

test("the data are split without a text in both parts", () => {
  const train = new Set(dataset.train.texts);
  assert.equal(dataset.test.texts.filter((text) => train.has(text)).length, 0);
  assert.deepEqual(labelsOf(dataset.test).classes, labelsOf(dataset.train).classes);
});

test("the same data, configuration and seed give the same model", async () => {
  const [first, second] = [await fitModel(config, dataset), await fitModel(config, dataset)];
  assert.deepEqual(first.model.predictProba(first.X), second.model.predictProba(second.X));
  assert.ok(first.evaluation.accuracy >= config.minimum_accuracy, `accuracy ${first.evaluation.accuracy}`);
});

test("the saved model answers over HTTP as it did in training", async () => {
  const fitted = await fitModel(config, dataset);
  const predictor = createPredictor(decodeBundle(await bundleOf(config, dataset, fitted), codecs));
  const answer = await createApp({ predictor }).fetch(
    new Request("http://service/v1/predict", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: dataset.test.texts[0] }),
    }),
  );
  const { probabilities } = (await answer.json()) as { probabilities: Record<string, number> };
  assert.deepEqual(
    Object.values(probabilities),
    [...fitted.model.predictProba(fitted.X)].slice(0, predictor.labels.length),
  );
});

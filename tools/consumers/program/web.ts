// The program where there are no files and no threads: a page, an edge worker, jsdom.
import { bundleToTar, createSplit } from "@imdb/core";
import { loadModel } from "@imdb/serve/defaults";
import { ask, digestOf, type Parts, predict, train, watch } from "./model.js";
import { type Outcome, runSteps } from "./steps.js";

/** The split as JSON: files are read and split in Node. */
export interface PlainParts {
  readonly version: Parts["version"];
  readonly train: Parts["train"];
  readonly test: Parts["test"];
}

/** @returns The digest of the bundle that was trained here, and what each step gave. */
export async function runWeb(plain: PlainParts): Promise<{ digest: string; outcomes: Outcome[] }> {
  const parts = {
    version: plain.version,
    train: createSplit("train", plain.train.examples, plain.train.version),
    test: createSplit("test", plain.test.examples, plain.test.version),
  };
  const files = await train(parts);
  const predictor = await loadModel(bundleToTar(files), { labels: ["neg", "pos"] });
  const outcomes = await runSteps({
    predict: () => predict(predictor),
    HTTP: () => ask(predictor),
    watch: () => watch(parts),
  });
  return { digest: digestOf(files), outcomes: [{ step: "train" }, ...outcomes] };
}

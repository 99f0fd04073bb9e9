/** Trains a model. It becomes the champion when it passes the gate. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { flow, resultOf } from "@imdb/flow";
import { prepareDataset } from "./dataset.js";
import { flowSettings } from "./flow-settings.js";
import { numbers, required, script } from "./script.js";
import { sentimentTraining } from "./train-flow.js";

const USAGE = "Usage: train --data FILE --shared FOLDER [--c 10] [--ngrams 2]";
const options = {
  data: { type: "string", default: process.env["IMDB_DATA"] ?? "" },
  shared: { type: "string" },
  c: { type: "string", default: "10" },
  ngrams: { type: "string", default: "2" },
} as const;

await script(USAGE, options, async (values, { signal }) => {
  const shared = resolve(required(values.shared, "shared", USAGE));
  const data = required(values.data, "data", USAGE);
  const [C = 10] = numbers(values.c, "c", USAGE);
  const [upTo = 2] = numbers(values.ngrams, "ngrams", USAGE);
  const prepare = prepareDataset(shared);
  const training = sentimentTraining(shared);
  const all = flow({ name: "prepare and train" }, async () => {
    const { model: _model, ...outcome } = await training({
      dataset: await prepare({ data }),
      ngramRange: [1, upTo],
      C,
    });
    return outcome;
  });
  const own = await flowSettings({ signal, threads: availableParallelism() }, shared, undefined);
  try {
    const run = await all.run(undefined, own.settings);
    const { metrics, ...outcome } = resultOf(run);
    return { ...outcome, metrics: metrics.metrics, seconds: run.seconds, page: own.pageOf(run.runId) };
  } finally {
    await own.close();
  }
});

/** Monitors the prediction log, once or on a schedule. On drift it sends an alert and trains a new model. */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { cron, type FlowRun, resultOf, schedule } from "@imdb/flow";
import { flowSettings } from "./flow-settings.js";
import { numbers, required, script } from "./script.js";
import { sentimentWatch } from "./watch-flow.js";

const USAGE =
  'Usage: watch --log predictions.jsonl --data FILE --shared FOLDER [--cron "0 * * * *"] [--c 10] [--ngrams 2]';
const options = {
  log: { type: "string" },
  data: { type: "string", default: process.env["IMDB_DATA"] ?? "" },
  shared: { type: "string" },
  cron: { type: "string" },
  c: { type: "string", default: "10" },
  ngrams: { type: "string", default: "2" },
} as const;

await script(USAGE, options, async (values, { signal }) => {
  const shared = resolve(required(values.shared, "shared", USAGE));
  const log = required(values.log, "log", USAGE);
  const data = required(values.data, "data", USAGE);
  const [C = 10] = numbers(values.c, "c", USAGE);
  const [upTo = 2] = numbers(values.ngrams, "ngrams", USAGE);
  const watch = sentimentWatch(shared, { log, data, ngramRange: [1, upTo], C });
  const own = await flowSettings({ signal, threads: availableParallelism() }, shared, undefined);
  const outcome = (run: FlowRun<Awaited<ReturnType<typeof watch>>>) => {
    const { report, ...rest } = resultOf(run);
    return { share: report.dataset.share, ...rest, page: own.pageOf(run.runId) };
  };
  try {
    if (values.cron === undefined) return outcome(await watch.run(log, own.settings));
    const scheduled = schedule(watch, {
      key: "sentiment-watch",
      when: cron(values.cron),
      input: () => log,
      folder: join(shared, "schedules"),
      settings: { ...own.settings, resume: "never" },
      onError: (error) => void process.stderr.write(`watch: ${String(error)}\n`),
    });
    await scheduled.start();
    if (!signal.aborted) await once(signal, "abort");
    await scheduled.stop();
    return undefined;
  } finally {
    await own.close();
  }
});

/** Searches n-grams and C by cross-validation, in this process or on workers. Writes `search.json` to the shared folder. */
import { availableParallelism } from "node:os";
import { flow, resultOf } from "@imdb/flow";
import { writeFileAtomic } from "@imdb/runtime/files";
import { prepareDataset } from "./dataset.js";
import { flowSettings } from "./flow-settings.js";
import { numbers, required, script } from "./script.js";
import { sentimentSearch } from "./search-flow.js";
import { within } from "./shared-folder.js";

const USAGE =
  "Usage: search --data FILE --shared FOLDER [--redis redis://HOST:6379] [--c 1,10,100] [--ngrams 1,2] [--folds 3]";
const options = {
  data: { type: "string", default: process.env["IMDB_DATA"] ?? "" },
  shared: { type: "string" },
  redis: { type: "string" },
  c: { type: "string", default: "1,10,100" },
  ngrams: { type: "string", default: "1,2" },
  folds: { type: "string", default: "3" },
} as const;

await script(USAGE, options, async (values, { signal }) => {
  const shared = required(values.shared, "shared", USAGE);
  const data = required(values.data, "data", USAGE);
  const C = numbers(values.c, "c", USAGE);
  const ngramRanges = numbers(values.ngrams, "ngrams", USAGE).map((upTo) => [1, upTo] as const);
  const [folds = 3] = numbers(values.folds, "folds", USAGE);
  const prepare = prepareDataset(shared);
  const search = sentimentSearch(shared);
  const all = flow({ name: "prepare and search" }, async () =>
    search({ dataset: await prepare({ data }), folds, ngramRanges, C }),
  );
  const threads = values.redis === undefined ? availableParallelism() : 1;
  const own = await flowSettings({ signal, threads }, shared, values.redis);
  try {
    const run = await all.run(undefined, own.settings);
    const result = resultOf(run);
    await writeFileAtomic(within(shared, "search.json"), `${JSON.stringify(result, undefined, 2)}\n`);
    return {
      best: result.points[0],
      failed: result.failed.length,
      seconds: run.seconds,
      page: own.pageOf(run.runId),
    };
  } finally {
    await own.close();
  }
});

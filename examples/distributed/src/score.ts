/** Scores reviews with the champion model, in shards, in this process or on workers. */

import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { resultOf } from "@imdb/flow";
import { fileFailure } from "@imdb/runtime/files";
import { prepareDataset } from "./dataset.js";
import { flowSettings } from "./flow-settings.js";
import { championBundle } from "./model-registry.js";
import { sentimentScoring } from "./score-flow.js";
import { numbers, required, script } from "./script.js";
import { within } from "./shared-folder.js";

const USAGE =
  "Usage: score --shared FOLDER (--input NAME_IN_FOLDER.jsonl | --data FILE) [--redis redis://HOST:6379] [--shard-kb 1024]";
const options = {
  data: { type: "string", default: process.env["IMDB_DATA"] ?? "" },
  input: { type: "string" },
  shared: { type: "string" },
  redis: { type: "string" },
  output: { type: "string", default: "scored/scored.jsonl" },
  "shard-kb": { type: "string", default: "1024" },
} as const;

await script(USAGE, options, async (values, { signal }) => {
  const shared = resolve(required(values.shared, "shared", USAGE));
  const [kilobytes = 1024] = numbers(values["shard-kb"], "shard-kb", USAGE);
  const files =
    values.input === undefined
      ? await testFiles(shared, required(values.data, "data", USAGE))
      : [values.input];
  const bundle = await championBundle(shared);
  const own = await flowSettings({ signal, threads: 1 }, shared, values.redis);
  try {
    const input = { bundle, files, shardBytes: 1024 * kilobytes, output: values.output };
    const run = await sentimentScoring(shared).run(input, own.settings);
    return { ...resultOf(run), seconds: run.seconds, page: own.pageOf(run.runId) };
  } finally {
    await own.close();
  }
});

/** The files of the test split. The dataset is prepared when it does not exist. */
async function testFiles(shared: string, data: string): Promise<string[]> {
  const { folder } = await prepareDataset(shared)({ data });
  const path = within(shared, folder);
  const names = await readdir(path).catch((cause) => {
    throw fileFailure("list", path, cause);
  });
  return names
    .filter((name) => /^test-\d+\.jsonl$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

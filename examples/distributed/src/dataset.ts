import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type ContentHash, type Example, FileFailure, ImdbError, type RunOptions } from "@imdb/core";
import {
  createPipeline,
  type Dataset,
  groupedSplit,
  materialize,
  officialSplit,
  openDataset,
  readFrom,
} from "@imdb/data-pipeline";
import { hashValue, task } from "@imdb/flow";
import { keepLast } from "./keep-last.js";
import { within } from "./shared-folder.js";

/** A dataset in the shared folder. */
export interface DatasetName {
  readonly folder: string;
  readonly version: ContentHash;
}

/** The rows of the file of a dataset. */
const ROWS_PER_FILE = 5_000;

/**
 * Reads raw reviews, cleans, checks and splits them, and writes them into the shared folder for the workers. It does
 * nothing when the dataset already exists.
 *
 * An aclImdb archive or folder keeps its own split; other files (`.csv`, `.jsonl`, `.parquet` with `id`, `text`,
 * `label` and `group`) are split at random. Each group is in one part.
 */
export function prepareDataset(shared: string) {
  return task(
    { name: "prepare dataset", runsIn: "flow", cache: "none" },
    async ({ data }: { readonly data: string }, ctx): Promise<DatasetName> => {
      const folder = `datasets/${await fingerprint(data)}`;
      const path = within(shared, folder);
      const known = await openDataset(path).catch(unlessMissing);
      if (known) return { folder, version: known.manifest.version };
      const isArchive = !/\.(csv|tsv|jsonl|ndjson|parquet)(\.gz|\.zst)?$/.test(data);
      const split = isArchive ? officialSplit() : groupedSplit({ testSize: 0.2 });
      // The labels of other files are not known here.
      const positive = isArchive ? "pos" : undefined;
      const dataset = await createPipeline({ split, positive }).process(
        labelled(await readFrom(data, ctx)),
        ctx,
      );
      await materialize(dataset, path, { ...ctx, rowsPerShard: ROWS_PER_FILE });
      ctx.logger.info("dataset written", { folder, train: dataset.train.examples.length });
      return { folder, version: dataset.version };
    },
  );
}

const keep = keepLast<Dataset>();

/** Loads a dataset. The process keeps it until it loads another one. */
export function loadDataset(
  shared: string,
  { folder, version }: DatasetName,
  run: RunOptions,
): Promise<Dataset> {
  const path = within(shared, folder);
  return keep(`${path} ${version}`, async () => (await openDataset(path)).load(run));
}

/** Identifies a file without reading it: by its path, size and modification time, as `make` does. */
async function fingerprint(data: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(data);
    return `${basename(data).replaceAll(/[^\w.-]/g, "_")}-${hashValue([resolve(data), size, mtimeMs]).slice(0, 12)}`;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw FileFailure.create({ path: data, action: "read the reviews", reason }, { cause });
  }
}

async function* labelled(examples: AsyncIterable<Example>): AsyncIterable<Example> {
  for await (const example of examples) if (example.label !== undefined) yield example;
}

function unlessMissing(error: unknown): undefined {
  if (!ImdbError.isInstance(error) || error.code !== "FILE_FAILURE") throw error;
}

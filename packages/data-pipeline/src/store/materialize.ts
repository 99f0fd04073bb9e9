import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Example, type RunOptions, throwIfCancelled } from "@imdb/core";
import {
  checkOption,
  integer,
  nested,
  oneOf,
  optional,
  optionsOf,
  runRules,
  text,
  withoutContext,
} from "@imdb/core/options";
import { absolutePath, writeFolderAtomic } from "@imdb/runtime/files";
import { type Dataset, datasetRule } from "../dataset/dataset.js";
import { renderQualityReport } from "../report/quality-page.js";
import { type DataCardFacts, dataCardFacts } from "./data-card.js";
import { findStored } from "./open-dataset.js";
import { writeParquetShards } from "./parquet-shard.js";
import { createShardWriter } from "./shard-writer.js";
import { quarantineLines, type ShardFormat, type StoredFile, writeDescription } from "./stored-dataset.js";

/** How a dataset is written. */
export interface MaterializeOptions extends RunOptions {
  /** Default `jsonl`. */
  readonly format?: ShardFormat;
  /** The number of rows in a shard. Default 50,000. */
  readonly rowsPerShard?: number;
  /** What the data card says in addition to what is measured. */
  readonly card?: DataCardFacts;
}

/** The rules of the options that {@link materialize} and `materializeStream` share. */
export const writeRules = {
  rowsPerShard: [50_000, integer(1)],
  card: optional(nested(dataCardFacts)),
  ...runRules,
} as const;

const materializeOptions = optionsOf<MaterializeOptions, keyof RunOptions | "card">({
  format: ["jsonl", oneOf("jsonl", "parquet")],
  ...writeRules,
});

/**
 * Writes a dataset into a folder, completely or not at all: shards of each part, `dataset.json` (lineage and hashes),
 * `quarantined.jsonl` if there are such rows, the data card `README.md`, and `quality.html`. If the folder has this
 * version already, nothing is written. The same dataset makes the same bytes.
 *
 * @throws `FILE_FAILURE`, `INVALID_OPTION`, `MISSING_PEER` for Parquet, `CANCELLED`
 */
export async function materialize(
  dataset: Dataset,
  given: string,
  options: MaterializeOptions = {},
): Promise<void> {
  checkOption("dataset", dataset, datasetRule, "materialize");
  const folder = absolutePath(checkOption("folder", given, text, "materialize"));
  const { format, rowsPerShard, card, ...run } = materializeOptions.resolve(
    withoutContext(options),
    "materialize",
  );
  const stored = await findStored(folder);
  if (stored?.version === dataset.version && stored.format === format) return;
  await writeFolderAtomic(folder, async (temporary) => {
    const files: [string, StoredFile][] = [];
    for (const [part, examples] of Object.entries(partsOf(dataset))) {
      throwIfCancelled(run.signal, `Writing ${folder}`);
      files.push(...(await writePart(temporary, part, examples, format, rowsPerShard)));
      run.onProgress?.({ stage: "writing", done: files.length, unit: "files" });
    }
    const write = (name: string, text: string) => writeFile(join(temporary, name), text, { flag: "wx" });
    if (dataset.quarantined.length > 0)
      await write("quarantined.jsonl", quarantineLines(dataset.quarantined));
    await write("quality.html", renderQualityReport(dataset));
    await writeDescription(temporary, dataset.manifest, format, files, card);
  });
}

function partsOf({ train, validation, test, unlabelled }: Dataset): Record<string, readonly Example[]> {
  return { train: train.examples, validation: validation?.examples ?? [], test: test.examples, unlabelled };
}

async function writePart(
  folder: string,
  part: string,
  examples: readonly Example[],
  format: ShardFormat,
  rowsPerShard: number,
): Promise<readonly [string, StoredFile][]> {
  if (format === "parquet") return writeParquetShards(folder, part, examples, rowsPerShard);
  const writer = createShardWriter(folder, part, rowsPerShard);
  for (const example of examples) await writer.write(example);
  return writer.close();
}

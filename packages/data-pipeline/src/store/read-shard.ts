import { join } from "node:path";
import { type Example, ImdbError, type RunOptions } from "@imdb/core";
import { statPlainFile } from "@imdb/runtime/files";
import * as z from "zod";
import { InvalidDataset } from "../errors.js";
import { readJsonl, readParquet } from "../sources/files.js";
import type { StoredFile } from "./stored-dataset.js";

const PREFIX = "attributes.";

/**
 * Reads a shard and verifies its hash.
 *
 * @throws `INVALID_DATASET`, `FILE_FAILURE`, `MISSING_PEER`, `CANCELLED`
 */
export async function readShard(
  folder: string,
  name: string,
  { sha256, rows }: StoredFile,
  run: RunOptions,
): Promise<readonly Example[]> {
  const path = join(folder, name);
  // A reader of rows follows a link, because a user may name one.
  await statPlainFile(path, {
    refuse: (_, problem) => InvalidDataset.create({ folder, file: name, problem }),
  });
  const source = name.endsWith(".parquet") ? readParquetShard(path) : readJsonl(path);
  const examples: Example[] = [];
  let hash: string | undefined;
  try {
    for await (const batch of source.batches(run, (record) => {
      hash = record.sha256;
    })) {
      if (batch.invalid[0] !== undefined) {
        throw InvalidDataset.create({ folder, file: name, problem: batch.invalid[0].problem });
      }
      for (const example of batch.examples) examples.push(example);
    }
  } catch (cause) {
    if (ImdbError.isInstance(cause) && cause.kind !== "input") throw cause;
    if (InvalidDataset.is(cause)) throw cause;
    const problem = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw InvalidDataset.create({ folder, file: name, problem }, { cause });
  }
  if (hash !== sha256) throw InvalidDataset.create({ folder, file: name, problem: "its SHA-256 is another" });
  if (examples.length !== rows) {
    const problem = `it has ${examples.length} rows, expected are ${rows}`;
    throw InvalidDataset.create({ folder, file: name, problem });
  }
  return examples;
}

function readParquetShard(path: string) {
  return readParquet(path, { schema: z.looseObject({}).transform(gatherAttributes) });
}

function gatherAttributes(record: Readonly<Record<string, unknown>>): unknown {
  const named = Object.entries(record).filter(([name, value]) => name.startsWith(PREFIX) && value !== null);
  if (named.length === 0) return record;
  return {
    ...record,
    attributes: Object.fromEntries(named.map(([name, value]) => [name.slice(PREFIX.length), value])),
  };
}

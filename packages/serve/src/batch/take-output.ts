import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { absolutePath, orUndefinedIfMissing } from "@imdb/runtime/files";
import { type Lease, takeLease } from "@imdb/runtime/leases";
import { InvalidBatch, OutputInUse } from "../errors.js";
import type { BatchFiles } from "./batch-files.js";
import { nextCheckpoint } from "./checkpoint.js";

/**
 * Takes the output of a batch: one job at a time writes it. The lease is a file beside the output until it is released.
 *
 * @throws `INVALID_BATCH` when one of its files is also the input or another one of them, `OUTPUT_IN_USE`, `FILE_FAILURE`, `CANCELLED`
 */
export async function takeOutput(
  input: string,
  files: BatchFiles,
  signal: AbortSignal | undefined,
): Promise<Lease> {
  const { output, quarantine } = files.final;
  const unfinished = [files.output, files.parquet, files.quarantine, files.checkpoint];
  const own = [output, ...unfinished, nextCheckpoint(files.checkpoint)];
  await refuseSame(input, input, [...own, quarantine]);
  await refuseSame(input, quarantine, own);
  const { lease, holder } = await takeLease(`${output}.lease`, { afterRelease: "removed", signal });
  if (lease) return lease;
  const by = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
  throw OutputInUse.create({ output, holder: by });
}

async function refuseSame(input: string, path: string, others: readonly string[]): Promise<void> {
  const keys = await keysOf(path);
  for (const other of others) {
    if (!(await keysOf(other)).some((key) => keys.includes(key))) continue;
    const problem =
      path === input
        ? `its batch would overwrite it as ${other}`
        : `the quarantine file ${path} is also the file ${other} of its batch`;
    throw InvalidBatch.create({ path: input, problem, remedy: "Give every file of the batch its own name." });
  }
}

/** What two spellings of one file have in common: the path without links, and what a file system knows it by. */
async function keysOf(path: string): Promise<string[]> {
  const folder = dirname(absolutePath(path));
  const real = (await orUndefinedIfMissing(realpath(folder), "read", folder)) ?? folder;
  const found = await orUndefinedIfMissing(stat(path, { bigint: true }), "read", path);
  const place = join(real, basename(absolutePath(path)));
  return found ? [place, `${found.dev}:${found.ino}`] : [place];
}

import { rename, rm, stat } from "node:fs/promises";
import { fileFailure, ifThere, ignoreMissing } from "@imdb/runtime/files";
import { type Checkpoint, removeCheckpoint } from "./checkpoint.js";
import type { Job } from "./job.js";
import { parquetFromJsonl } from "./parquet-output.js";

/** The files of a batch: unfinished ones, and the names they take when it is complete. */
export interface BatchFiles {
  /** Rows as they are scored. */
  readonly output: string;
  /** The Parquet file made of them. */
  readonly parquet: string;
  readonly quarantine: string;
  readonly checkpoint: string;
  readonly final: { readonly output: string; readonly quarantine: string };
}

/** The files of a batch beside its output. */
export function batchFiles(output: string, quarantine: string | undefined): BatchFiles {
  return {
    output: `${output}.partial`,
    parquet: `${output}.parquet.partial`,
    quarantine: `${output}.quarantine.partial`,
    checkpoint: `${output}.checkpoint.json`,
    final: { output, quarantine: quarantine ?? `${output}.quarantine.jsonl` },
  };
}

/** Makes the Parquet file of the gathered lines; they go when it is there, so that a kill in between is mended. */
export async function becomeParquet({ output, parquet }: BatchFiles, job: Job): Promise<void> {
  const gathered = await ifThere(stat(output), "read", output);
  if (!gathered) return;
  await parquetFromJsonl(output, parquet, job);
  await rm(output);
}

/** Gives the files their names; every step can be done twice, so that a kill in between is mended. */
export async function takeNames(files: BatchFiles, last: Checkpoint): Promise<void> {
  const { final } = files;
  try {
    await rename(files.output, final.output).catch(ignoreMissing);
    await rename(files.parquet, final.output).catch(ignoreMissing);
    if (last.quarantineBytes > 0) await rename(files.quarantine, final.quarantine).catch(ignoreMissing);
    else await Promise.all([rm(final.quarantine, { force: true }), rm(files.quarantine, { force: true })]);
    await removeCheckpoint(files.checkpoint);
  } catch (cause) {
    throw fileFailure("name", final.output, cause);
  }
}

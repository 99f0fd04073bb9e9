import { rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileFailure, ignoreMissing, orUndefinedIfMissing, syncFolder } from "@imdb/runtime/files";
import { CheckpointMismatch } from "../errors.js";
import { type Checkpoint, removeCheckpoint } from "./checkpoint.js";
import { endsWithTail } from "./file-tail.js";
import type { BatchFormat } from "./input.js";
import type { Job } from "./job.js";
import { parquetFromJsonl } from "./parquet-output.js";

/** The files of a batch: the unfinished ones, and their final names. */
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

/**
 * Writes the Parquet file from the lines of the output, and then removes the lines. A process that was killed in between
 * can be started again.
 */
export async function convertToParquet({ output, parquet }: BatchFiles, job: Job): Promise<void> {
  const lines = await orUndefinedIfMissing(stat(output), "read", output);
  if (!lines) return;
  await parquetFromJsonl(output, parquet, job);
  await rm(output);
}

/**
 * Whether the rows of a batch whose checkpoint says that all are scored are still there, under their unfinished or their
 * final names. Somebody may have taken the finished files away before the process could remove the checkpoint.
 *
 * @throws `CHECKPOINT_MISMATCH` when the unfinished output is another one.
 */
export async function hasScoredFiles(
  files: BatchFiles,
  format: BatchFormat,
  last: Checkpoint,
): Promise<boolean> {
  const { outputBytes, outputTail, quarantineBytes, quarantineTail } = last;
  const { final, checkpoint } = files;
  const lines = await endsWithTail(files.output, outputBytes, outputTail);
  if (lines === false)
    throw CheckpointMismatch.create({ checkpoint, differs: [`content of ${files.output}`] });
  const exists = async (path: string) => (await orUndefinedIfMissing(stat(path), "read", path)) !== undefined;
  const isFinal = () =>
    // A Parquet file is made of the lines: its bytes are not those of the checkpoint.
    format === "parquet" ? exists(final.output) : endsWithTail(final.output, outputBytes, outputTail);
  const rows = lines || (await exists(files.parquet)) || (await isFinal()) || false;
  if (!rows || quarantineBytes === 0) return rows;
  const bad = await endsWithTail(files.quarantine, quarantineBytes, quarantineTail);
  return bad || (await endsWithTail(final.quarantine, quarantineBytes, quarantineTail)) || false;
}

/** Gives the files their final names. Every step may be repeated after the process was killed in between. */
export async function renameToFinal(files: BatchFiles, last: Checkpoint): Promise<void> {
  const { final } = files;
  try {
    await rename(files.output, final.output).catch(ignoreMissing);
    await rename(files.parquet, final.output).catch(ignoreMissing);
    if (last.quarantineBytes > 0) await rename(files.quarantine, final.quarantine).catch(ignoreMissing);
    else await Promise.all([rm(final.quarantine, { force: true }), rm(files.quarantine, { force: true })]);
    // A power cut must not take the names and keep the removal of the checkpoint, which would start the batch again.
    for (const folder of new Set([final.output, final.quarantine].map((path) => dirname(path))))
      await syncFolder(folder);
    await removeCheckpoint(files.checkpoint);
  } catch (cause) {
    throw fileFailure("name", final.output, cause);
  }
}

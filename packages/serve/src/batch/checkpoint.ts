import { rm } from "node:fs/promises";
import { contentHashSchema, parseWith } from "@imdb/core";
import { orUndefinedIfMissing, readPlainBytes, writeFileAtomic } from "@imdb/runtime/files";
import * as z from "zod";
import { CheckpointMismatch } from "../errors.js";

/** The greatest checkpoint. Its counts of labels take the most of it. */
const MAX_BYTES = 16 << 20;

const countsSchema = z.record(z.string(), z.int().min(0));

/** The state of an unfinished batch: the rows before `next` are in the files, and no others count. */
const checkpointSchema = z.strictObject({
  version: z.literal(4),
  /** The input, the model and the options of the batch: with others it cannot be continued. */
  made: z.record(z.string(), z.string()),
  /** `scored`: all rows are written, only the final names are missing. */
  state: z.enum(["scoring", "scored"]),
  /** Where reading continues: the row, and for CSV and JSON Lines its line and byte. */
  next: z.strictObject({ row: z.int().min(1), line: z.int().min(0), byte: z.int().min(0) }),
  /** The bytes of the output and of the quarantine file that belong to rows before `next`. */
  outputBytes: z.int().min(0),
  quarantineBytes: z.int().min(0),
  /** The hash of their last bytes: other files of these sizes are not continued. */
  outputTail: z.string(),
  quarantineTail: z.string(),
  tally: z.strictObject({
    scored: z.int().min(0),
    quarantined: z.int().min(0),
    /** Scored texts without a letter, for which only the model's intercept decides. */
    blank: z.int().min(0),
    /** Scored texts for which the model abstains. */
    abstained: z.int().min(0),
    labels: countsSchema,
    reasons: countsSchema,
    /** Seconds spent in the model, summed over threads. */
    modelSeconds: z.number().min(0),
  }),
  /** Seconds spent so far. */
  seconds: z.number().min(0),
  modelVersion: contentHashSchema,
});

/** @see {@link checkpointSchema} */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/**
 * Reads the checkpoint of an unfinished batch.
 *
 * @param made  The input, the model and the options of the batch now.
 * @returns `undefined` when there is no checkpoint.
 * @throws `CHECKPOINT_MISMATCH`, `SCHEMA_MISMATCH`, `FILE_FAILURE`
 */
export async function readCheckpoint(
  path: string,
  made: Checkpoint["made"],
): Promise<Checkpoint | undefined> {
  const bytes = await orUndefinedIfMissing(readPlainBytes(path, { limit: MAX_BYTES }), "read", path);
  if (bytes === undefined) return undefined;
  const written = parseJson(bytes.toString("utf8"));
  if ([1, 2, 3].includes(Object(written).version)) {
    throw CheckpointMismatch.create({ checkpoint: path, differs: ["version of @imdb/serve"] });
  }
  const checkpoint = parseWith(checkpointSchema, written, `The checkpoint ${path}`);
  const differs = Object.keys({ ...made, ...checkpoint.made }).filter((k) => made[k] !== checkpoint.made[k]);
  if (differs.length > 0) throw CheckpointMismatch.create({ checkpoint: path, differs });
  return checkpoint;
}

/** Replaces the checkpoint. After a crash there is either the old one or the new one. */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(checkpoint)}\n`, nextCheckpoint(path));
}

/** Removes a checkpoint, and an unfinished next one that a killed process has left. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(nextCheckpoint(path), { force: true });
  await rm(path, { force: true });
}

/** The name of a checkpoint while it is written. It is always the same, so that killed processes leave at most one. */
export function nextCheckpoint(path: string): string {
  return `${path}.next`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses what is not JSON, and names the path.
    return undefined;
  }
}

import { readFile, rm } from "node:fs/promises";
import { contentHashSchema, parseWith } from "@imdb/core";
import { ifThere, writeFileAtomic } from "@imdb/runtime/files";
import { z } from "zod";
import { CheckpointMismatch } from "../errors.js";

const countsSchema = z.record(z.string(), z.int().min(0));

/** Where an unfinished batch stands: everything before `next` is safely in the files, nothing after it counts. */
const checkpointSchema = z.strictObject({
  version: z.literal(2),
  /** What the batch is made of: another input, model or option cannot go on with it. */
  made: z.record(z.string(), z.string()),
  /** `scored`: all rows are there, only the final names are missing. */
  state: z.enum(["scoring", "scored"]),
  /** Where reading goes on: the row, and for files of lines its line and byte. */
  next: z.strictObject({ row: z.int().min(1), line: z.int().min(0), byte: z.int().min(0) }),
  /** Bytes of the output and of the quarantine that count. */
  outputBytes: z.int().min(0),
  quarantineBytes: z.int().min(0),
  tally: z.strictObject({
    scored: z.int().min(0),
    quarantined: z.int().min(0),
    /** Of the scored: texts without a letter, which only the model's intercept decides. */
    blank: z.int().min(0),
    labels: countsSchema,
    reasons: countsSchema,
    /** Time spent in the model, in seconds, summed over threads. */
    modelSeconds: z.number().min(0),
  }),
  /** Time spent until here, in seconds. */
  seconds: z.number().min(0),
  modelVersion: contentHashSchema,
});

/** @see {@link checkpointSchema} */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/**
 * Reads the checkpoint of an unfinished batch.
 *
 * @param made  What the batch is made of now.
 * @returns     `undefined` when there is none.
 * @throws `CHECKPOINT_MISMATCH`, `SCHEMA_MISMATCH`, `FILE_FAILURE`
 */
export async function readCheckpoint(
  path: string,
  made: Checkpoint["made"],
): Promise<Checkpoint | undefined> {
  const text = await ifThere(readFile(path, "utf8"), "read", path);
  if (text === undefined) return undefined;
  const written = parseJson(text);
  if (Object(written).version === 1) {
    throw CheckpointMismatch.create({ checkpoint: path, differs: ["version of @imdb/serve"] });
  }
  const checkpoint = parseWith(checkpointSchema, written, `The checkpoint ${path}`);
  const differs = Object.keys({ ...made, ...checkpoint.made }).filter((k) => made[k] !== checkpoint.made[k]);
  if (differs.length > 0) throw CheckpointMismatch.create({ checkpoint: path, differs });
  return checkpoint;
}

/** Writes a checkpoint: the old one or the new one is there, whatever happens. */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(checkpoint)}\n`, nextCheckpoint(path));
}

/** Takes a checkpoint away, and what a kill has left of the next one. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(nextCheckpoint(path), { force: true });
  await rm(path, { force: true });
}

/** The name of a checkpoint while it is written: always the same, so that a batch killed often leaves one of them. */
function nextCheckpoint(path: string): string {
  return `${path}.next`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a checkpoint: the schema says so, with the path.
    return undefined;
  }
}

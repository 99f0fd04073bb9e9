import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { FileFailure, parseWith } from "@imdb/core";
import { parseConfig } from "@imdb/core/config";
import { dataSectionSchema } from "@imdb/data-pipeline";
import { featuresSectionSchema } from "@imdb/features/config";
import { modelSectionSchema } from "@imdb/train/config";
import * as z from "zod";

const { ngram_range, min_df, sublinear_tf } = featuresSectionSchema.shape;
const { c, tol, max_iter } = modelSectionSchema.shape;

const settingsSchema = z.strictObject({
  seed: dataSectionSchema.shape.random_state.default(42),
  threads: z.int().min(1).max(64).default(Math.min(availableParallelism(), 8)),
  data: dataSectionSchema.pick({ test_size: true }).prefault({}),
  features: z
    .strictObject({
      ngram_range: ngram_range.default([1, 2]),
      min_df: min_df.default(2),
      sublinear_tf: sublinear_tf.default(true),
    })
    .prefault({}),
  model: z
    .strictObject({ c: c.default(10), tol: tol.default(0.01), max_iter: max_iter.default(1000) })
    .prefault({}),
});

/** The settings of the job. They are recorded with the run, and are part of the key of every step. */
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads the settings. A setting that is not in the file has its default.
 *
 * @throws `FILE_FAILURE`, or `SCHEMA_MISMATCH` that names every wrong or unknown key.
 */
export async function readSettings(path: string | undefined): Promise<Settings> {
  if (path === undefined) return settingsSchema.parse({});
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw FileFailure.create(
      { path, action: "read the settings", reason: (cause as Error).message },
      { cause },
    );
  }
  return parseWith(settingsSchema, parseConfig(text, path) ?? {}, path);
}

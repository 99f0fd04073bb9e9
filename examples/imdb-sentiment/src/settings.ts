import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { FileFailure, parseWith } from "@imdb/core";
import { parse } from "yaml";
import { z } from "zod";

const settingsSchema = z.strictObject({
  seed: z.int().min(0).max(0xffffffff).default(42),
  threads: z.int().min(1).max(64).default(Math.min(availableParallelism(), 8)),
  data: z.strictObject({ test_size: z.number().gt(0).lt(1).default(0.2) }).prefault({}),
  features: z
    .strictObject({
      ngram_range: z
        .tuple([z.int().min(1), z.int().max(5)])
        .refine(([low, high]) => low <= high, "the first must not be above the second")
        .default([1, 2]),
      min_df: z.int().min(1).default(2),
      sublinear_tf: z.boolean().default(true),
    })
    .prefault({}),
  model: z
    .strictObject({
      c: z.number().gt(0).default(10),
      tol: z.number().gt(0).default(0.01),
      max_iter: z.int().min(1).default(1000),
    })
    .prefault({}),
});

/** What decides the result: recorded with the run, and together with the data the key of every step. */
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads the settings, each with its default when the file or the key is left out.
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
  return parseWith(settingsSchema, parse(text) ?? {}, path);
}

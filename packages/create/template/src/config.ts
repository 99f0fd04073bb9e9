import { readFileSync } from "node:fs";
import { parseWith } from "@imdb/core";
import { parse } from "yaml";
import { z } from "zod";

const name = z.string().min(1);

const configSchema = z.strictObject({
  project: name,
  seed: z.int().min(0),
  data: z.strictObject({
    path: name,
    columns: z.strictObject({ text: name, label: name, id: name.optional(), group: name.optional() }),
    test_size: z.number().gt(0).lt(1),
  }),
  features: z.strictObject({
    ngram_range: z.tuple([z.int().min(1), z.int().min(1)]),
    min_df: z.int().min(1),
  }),
  model: z.strictObject({ c: z.number().positive() }),
  minimum_accuracy: z.number().min(0).max(1),
});

/** What config.yaml may hold. */
export type Config = z.infer<typeof configSchema>;

/** Reads and checks the configuration; a wrong or unknown key is an error that names it. */
export function loadConfig(path = "config.yaml"): Config {
  return parseWith(configSchema, parse(readFileSync(path, "utf8")), path);
}

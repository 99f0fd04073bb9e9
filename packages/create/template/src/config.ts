import { readFileSync } from "node:fs";
import { parseWith } from "@imdb/core";
import { parseConfig } from "@imdb/core/config";
import { dataSectionSchema } from "@imdb/data-pipeline";
import { featuresSectionSchema } from "@imdb/features/config";
import { modelSectionSchema } from "@imdb/train/config";
import * as z from "zod";

/** The sections come from the packages: the file has the same options and rules as the code. */
const configSchema = z.strictObject({
  project: z.string().min(1),
  seed: z.int().min(0),
  data: dataSectionSchema
    .pick({
      columns: true,
      positive_label: true,
      test_size: true,
      encoding: true,
      delimiter: true,
      quote: true,
      escape_char: true,
      header: true,
      entry: true,
      sheet: true,
    })
    .extend({ path: z.string().min(1) }),
  features: featuresSectionSchema,
  model: modelSectionSchema,
  minimum_accuracy: z.number().min(0).max(1),
});

/** The contents of config.yaml. */
export type Config = z.infer<typeof configSchema>;

/** Reads and checks the configuration; a wrong or unknown key is an error that names it. */
export function loadConfig(path = "config.yaml"): Config {
  return parseWith(configSchema, parseConfig(readFileSync(path, "utf8"), path), path);
}

import { configFields } from "@imdb/core/config";
import { type OptionRule, rule } from "@imdb/core/options";
import * as z from "zod";
import { checkChange } from "../quality/run-checks.js";
import { nearDuplicateOptions } from "../similarity/near-duplicate-rules.js";
import { leakRules } from "../split/leaks.js";
import { seededSizes } from "../split/sizes.js";
import { stratifiedSplitOptions } from "../split/stratified-split.js";

const name = z.string().min(1);
const sizes = configFields(seededSizes);
const stratified = configFields(stratifiedSplitOptions);
// YAML 1.1 habits: `off` written as a flag.
const off = z.union([z.literal("off"), z.literal(false).transform(() => "off" as const)]);

/** Names of the cleaning steps that a configuration can choose. */
export const CLEANING_NAMES = [
  "html-breaks",
  "html-entities",
  "html-tags",
  "control-characters",
  "unicode-normal-form",
  "whitespace",
  "lower-case",
] as const;

/** One file or folder, or the file of each part. */
const pathSchema = z.union([
  name,
  z.strictObject({ train: name, validation: name.optional(), test: name, unlabelled: name.optional() }),
]);

/** The section `data` of a configuration, in snake case: the source and what the pipeline does with it. */
export const dataSectionSchema = z.strictObject({
  /** A file or folder, relative to the configuration's; `download` for the public IMDB archive; or files by part. */
  path: pathSchema,
  columns: z
    .strictObject({
      text: z
        .union([name, z.strictObject({ columns: z.array(name).min(1), separator: z.string().default("\n") })])
        .optional(),
      label: name.optional(),
      id: name.optional(),
      group: name.optional(),
      split: name.optional(),
      attributes: z.union([z.array(name), z.record(name, z.enum(["text", "number", "boolean"]))]).optional(),
    })
    .optional(),
  labels: z.record(z.string(), name).optional(),
  /** The label, of two, that precision, recall and thresholds are about. */
  positive_label: name.optional(),
  /** The file of a zip archive that is read. Default: the only one. */
  entry: name.optional(),
  /** The sheet of an Excel file: its name, or its number from 1. Default: the first. */
  sheet: z.union([name, z.number().int().positive()]).optional(),
  /** The encoding of a text file, as `readCsv` takes it. */
  encoding: name.optional(),
  /** The dialect of a CSV file, as `readCsv` takes it. */
  delimiter: z.union([z.literal("detect"), z.string().min(1).max(2)]).optional(),
  quote: z.union([z.literal("detect"), z.string().max(1)]).optional(),
  escape_char: z.string().max(1).optional(),
  header: z.array(z.string()).optional(),
  max_bytes: z.number().positive().optional(),
  max_ratio: z.number().min(1).optional(),
  cleaning: z.array(z.enum(CLEANING_NAMES)).optional(),
  split: z.enum(["official", "grouped", "stratified", "time", "hash"]).default("official"),
  test_size: sizes.test_size.default(0.2),
  validation_size: sizes.validation_size.default(0),
  random_state: sizes.seed.default(0),
  /** What a stratified split does about a label with fewer examples than parts. */
  small_classes: stratified.small_classes.default("refuse"),
  time_column: name.optional(),
  on_invalid: z.enum(["throw", "skip", "quarantine"]).default("throw"),
  max_invalid: z.number().int().positive().default(20),
  /** What happens to data of which no row has a label. */
  without_labels: z.enum(["refuse", "accept"]).default("refuse"),
  fail_on: z.enum(["error", "warning", "never"]).default("error"),
  on_leak: z.strictObject(configFields(leakRules)).optional(),
  near_duplicates: z.union([off, z.strictObject(configFields(nearDuplicateOptions))]).optional(),
  quality: z.record(z.string(), z.union([off, z.strictObject(configFields(checkChange))])).optional(),
});

/** The section `output` of a configuration: where the dataset is written. */
export const outputSectionSchema = z.strictObject({
  folder: name,
  format: z.enum(["jsonl", "parquet"]).default("jsonl"),
  rows_per_shard: z.number().int().positive().default(50_000),
});

/**
 * A data pipeline as a YAML or JSON file says it, in snake case. Unknown keys are errors.
 */
export const pipelineConfigSchema = z
  .strictObject({ data: dataSectionSchema, output: outputSectionSchema.optional() })
  .refine(({ data }) => data.split !== "time" || data.time_column !== undefined, {
    path: ["data", "time_column"],
    message: "a time split needs the name of the attribute that holds the time",
  });

/** @see {@link pipelineConfigSchema} */
export type PipelineConfig = z.infer<typeof pipelineConfigSchema>;

/** A configuration, by its fields. {@link pipelineConfigSchema} checks them when it is read. */
export const pipelineConfigRule: OptionRule<PipelineConfig> = rule(
  "a pipeline configuration, as loadPipelineConfig returns it",
  (value) => pathSchema.safeParse(Object(Object(value).data).path).success,
);

/** The files that a configuration names by part. */
export function filesByPart(
  path: Exclude<PipelineConfig["data"]["path"], string>,
): [part: string, file: string][] {
  return Object.entries(path).flatMap(([part, file]) =>
    file === undefined ? [] : [[part, file] as [string, string]],
  );
}

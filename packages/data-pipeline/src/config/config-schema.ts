import { configFields } from "@imdb/core/config";
import { type OptionRule, rule } from "@imdb/core/options";
import * as z from "zod";
import { expectationSchema } from "../expectations/expectation-schema.js";
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

/** The file of a part; of a zip archive its entry, of a workbook its sheet. */
const partFile = z.union([
  name,
  z.strictObject({
    path: name,
    entry: name.optional(),
    sheet: z.union([name, z.number().int().positive()]).optional(),
  }),
]);

/** One file or folder, or the file of each part. */
const pathSchema = z.union([
  name,
  z
    .strictObject({
      train: partFile,
      validation: partFile.optional(),
      test: partFile,
      unlabelled: partFile.optional(),
    })
    .refine((parts) => isEachOnce(Object.values(parts).filter((part) => part !== undefined)), {
      message: "two parts are the same file: of an archive name the entry of each, { path, entry }",
    }),
]);

function isEachOnce(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === values.length;
}

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
  /** What labels are: `number` makes `1.0` the label `1`, `boolean` makes `True` the label `true`. Default: as written. */
  label_type: z.enum(["text", "number", "boolean"]).optional(),
  /** What happens to labels that `labels` does not name. */
  other_labels: z.enum(["refuse", "keep"]).optional(),
  /** Texts that stand for a missing value, in every column but that of the texts. */
  missing: z.array(z.string()).optional(),
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
  /** What the whole of the data must be, by name. */
  expectations: z.array(expectationSchema).optional(),
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

/** The file of a part, and how it is read. */
export type PartFile = Exclude<z.infer<typeof partFile>, string>;

/** The files that a configuration names by part. */
export function filesByPart(
  path: Exclude<PipelineConfig["data"]["path"], string>,
): [part: string, file: PartFile][] {
  return Object.entries(path).flatMap(([part, file]): [string, PartFile][] =>
    file === undefined ? [] : [[part, typeof file === "string" ? { path: file } : file]],
  );
}

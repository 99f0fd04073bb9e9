import { z } from "zod";

const share = z.number().gt(0).lt(1);
const name = z.string().min(1);
const severity = z.enum(["info", "warning", "error"]);
const leakRule = z.enum(["refuse", "repair", "report"]);

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

const dataSchema = z.strictObject({
  /** A file or folder, relative to the configuration's; `download` for the public IMDB archive. */
  path: name,
  columns: z
    .strictObject({
      text: name.optional(),
      label: name.optional(),
      id: name.optional(),
      group: name.optional(),
      split: name.optional(),
      attributes: z.array(name).optional(),
    })
    .optional(),
  labels: z.record(z.string(), name).optional(),
  /** The dialect of a CSV file, as `readCsv` takes it. */
  delimiter: z.string().min(1).max(2).optional(),
  quote: z.string().max(1).optional(),
  header: z.array(z.string()).optional(),
  max_bytes: z.number().positive().optional(),
  max_ratio: z.number().min(1).optional(),
  cleaning: z.array(z.enum(CLEANING_NAMES)).optional(),
  split: z.enum(["official", "grouped", "stratified", "time", "hash"]).default("official"),
  test_size: share.default(0.2),
  validation_size: z.number().min(0).lt(1).default(0),
  random_state: z.number().int().min(0).max(0xffffffff).default(0),
  time_column: name.optional(),
  on_invalid: z.enum(["throw", "skip", "quarantine"]).default("throw"),
  max_invalid: z.number().int().positive().default(20),
  fail_on: z.enum(["error", "warning", "never"]).default("error"),
  on_leak: z.strictObject({ groups: leakRule.optional(), duplicates: leakRule.optional() }).optional(),
  near_duplicates: z
    .union([
      z.literal("off"),
      // YAML 1.1 habits: `off` written as a flag.
      z.literal(false).transform(() => "off" as const),
      z.strictObject({ threshold: z.number().optional(), shingle_size: z.number().optional() }),
    ])
    .optional(),
  quality: z
    .record(
      z.string(),
      z.union([
        z.literal("off"),
        z.literal(false).transform(() => "off" as const),
        z.strictObject({ severity: severity.optional(), max_share: z.number().min(0).max(1).optional() }),
      ]),
    )
    .optional(),
});

/**
 * A data pipeline as a YAML or JSON file says it, in snake case. Unknown keys are errors.
 */
export const pipelineConfigSchema = z.strictObject({
  data: dataSchema.refine((data) => data.split !== "time" || data.time_column !== undefined, {
    path: ["time_column"],
    message: "a time split needs the name of the attribute that holds the time",
  }),
  output: z
    .strictObject({
      folder: name,
      format: z.enum(["jsonl", "parquet"]).default("jsonl"),
      rows_per_shard: z.number().int().positive().default(50_000),
    })
    .optional(),
});

/** @see {@link pipelineConfigSchema} */
export type PipelineConfig = z.infer<typeof pipelineConfigSchema>;

import * as z from "zod/mini";
import type { DecisionRule } from "../contracts/decision.js";
import { byName } from "../hash/by-name.js";
import { contentHashSchema } from "../hash/content-hash.js";
import { jsonRecordSchema } from "../hash/json-schema.js";

/** The description of one fitted object in a manifest. */
export const partSchema = z.object({
  kind: name(),
  version: z.int().check(z.minimum(1)),
  params: jsonRecordSchema,
});

/** Columns of a row whose texts make one text. */
export interface JoinedColumns {
  /** Their names, in the order of the texts. */
  readonly columns: readonly string[];
  /** What is between two texts. */
  readonly separator: string;
}

/** Where the text of a row is: in one column, or in several that are joined. */
export type TextColumn = string | JoinedColumns;

const joinedColumnsSchema = z.strictObject({
  columns: z.array(filled()).check(z.minLength(1)),
  separator: z.string(),
}) as z.ZodMiniType<JoinedColumns, JoinedColumns>;

/** How the rows of the training data were read, so that scoring reads such files in the same way. */
export const rowsReadingSchema = z.strictObject({
  /** Names of the columns. */
  columns: z.strictObject({
    text: z.union([filled(), joinedColumnsSchema]),
    label: z.optional(filled()),
    id: z.optional(filled()),
  }),
  /** A schema made the rows, and may have made their texts: files alone do not have them. */
  schema: z.optional(z.literal(true)),
  /** The encoding of the files, as it was given; left out: UTF-8. */
  encoding: z.optional(filled()),
  /** The dialect of CSV files, as far as it was given; `header` for files without a header line. */
  dialect: z.optional(
    z.strictObject({
      /** The ending of the files that `delimiter` is for, where it is not `.csv`. */
      ending: z.optional(z.literal(".tsv")),
      delimiter: z.optional(filled()),
      quote: z.optional(z.string()),
      escapeChar: z.optional(z.string()),
      header: z.optional(z.array(z.string()) as z.ZodMiniType<readonly string[], readonly string[]>),
    }),
  ),
});

/** @see {@link rowsReadingSchema} */
export interface RowsReading extends z.infer<typeof rowsReadingSchema> {}

/** `manifest.json`: everything about a bundle except the numbers. */
export const manifestSchema = z.object({
  schemaVersion: z.literal(1),
  name: name(),
  /** The identity of the bundle: the hash of its parts, labels, training data and tensors. */
  version: contentHashSchema,
  labels: z.array(filled()).check(z.minLength(2), z.maxLength(65_536)),
  /** The class, of two, that precision, recall and the threshold are about. */
  positive: z.optional(filled()),
  /** How probabilities become a label. Left out: the most probable label. Its fields are checked with the labels. */
  decision: z.optional(z.custom<DecisionRule>((value) => typeof value === "object" && value !== null)),
  parts: z.strictObject({ vectorizer: partSchema, classifier: partSchema }),
  trainingData: z.object({
    version: contentHashSchema,
    documents: count(),
    source: z.string(),
    /** Only for data that was read from files of rows. */
    reading: z.optional(rowsReadingSchema),
  }),
  metrics: byName(z.number()),
  seed: count(),
  libraries: byName(z.string()),
  /** Size in bytes and hash of every other file of the bundle. */
  files: byName(z.object({ bytes: count(), sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })),
});

/** @see {@link manifestSchema} */
export interface Manifest extends z.infer<typeof manifestSchema> {}

function name() {
  return z.string().check(z.minLength(1), z.maxLength(200));
}

function filled() {
  return z.string().check(z.minLength(1));
}

function count() {
  return z.int().check(z.minimum(0));
}

import { type Cleaning, isCleaning } from "@imdb/core";
import * as z from "zod";
import { topicModelSchema } from "../topics/topic-model.js";
import { calibrationBinsSchema } from "./calibration-bins.js";
import { clusteringSchema } from "./clustering.js";
import { confusionCellSchema } from "./confusion.js";
import { countSummarySchema } from "./count-summary.js";
import { totalOf } from "./counted.js";
import { distinctSketchSchema } from "./distinct-sketch.js";
import { valueSketchSchema } from "./value-sketch.js";

/** A column of a profile. */
const profileColumnSchema = z.discriminatedUnion("type", [
  z.strictObject({ name: z.string().min(1), type: z.literal("numeric"), sketch: valueSketchSchema }),
  z.strictObject({
    name: z.string().min(1),
    type: z.literal("categorical"),
    missing: z.int().min(0),
    summary: countSummarySchema,
  }),
]);

/** @see `profileColumnSchema` */
export type ProfileColumn = z.infer<typeof profileColumnSchema>;

/**
 * The summary of a window of texts, with their predictions and labels where there are any. JSON-safe. The file
 * `reference.json` of a bundle holds a profile.
 */
export const profileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The class, of two, that precision, recall, F1 and the column of scores are about. Left out: none was named. */
  positive: z.string().min(1).optional(),
  /**
   * How its texts were cleaned. Left out: not known, as in files of earlier versions; its texts are then taken to be cleaned
   * as those that it is compared with.
   */
  cleaning: z.custom<Cleaning>(isCleaning, { error: "expected a list of cleaning steps" }).optional(),
  /** Number of texts, missing ones included. */
  count: z.int().min(0),
  /** In code point order of their names. */
  columns: z.array(profileColumnSchema).max(10_000),
  /** Document frequencies of words. */
  terms: countSummarySchema,
  /** How alike the texts of one group are; null when the texts had no groups. */
  clustering: clusteringSchema.nullable(),
  /** Hashes of different texts, with their counts. */
  distinctTexts: distinctSketchSchema,
  quality: z.strictObject({
    /** Number of texts that were null. */
    missing: z.int().min(0),
    /** Number of texts of white space alone. */
    empty: z.int().min(0),
    /** Number of texts with U+FFFD, a lone surrogate, or UTF-8 that was read as Latin-1. */
    encodingFaults: z.int().min(0),
    /** Number of texts with control characters other than white space. */
    controls: z.int().min(0),
  }),
  /** The model of the column `topic`; null without that column. */
  topics: topicModelSchema.nullable(),
  /** Numbers of records by predicted and true label. Records in which the model abstains are not counted. */
  confusion: z.array(confusionCellSchema),
  /** In code point order of the classes. */
  calibration: z.array(calibrationBinsSchema),
});

/** @see {@link profileSchema} */
export type Profile = z.infer<typeof profileSchema>;

/** The columns of a profile by name. */
export function columnsByName({ columns }: Profile): Map<string, ProfileColumn> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** Whether the model abstains: the column of the records that say so. */
export const ABSTAINED_COLUMN = "abstained";

/** The share of the records in which the model abstains; null where no record says so. */
export function abstainedShare(profile: Profile): number | null {
  const column = columnsByName(profile).get(ABSTAINED_COLUMN);
  if (column?.type !== "categorical") return null;
  const { values, counts } = column.summary;
  const total = totalOf(counts);
  return total === 0 ? null : (counts[values.indexOf("true")] ?? 0) / total;
}

/** The numbers of records without and with a value in a column. */
export function valueCounts(column: ProfileColumn): { readonly missing: number; readonly present: number } {
  const { missing, counts } =
    column.type === "numeric" ? column.sketch : { missing: column.missing, ...column.summary };
  return { missing, present: totalOf(counts) };
}

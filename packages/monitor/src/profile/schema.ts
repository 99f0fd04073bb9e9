import { z } from "zod";
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
 * The summary of a window of texts and, where there are some, their predictions and labels. JSON-safe; a
 * bundle's `reference.json` holds one.
 */
export const profileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Texts, with the missing ones. */
  count: z.int().min(0),
  /** By name, in code point order. */
  columns: z.array(profileColumnSchema).max(10_000),
  /** Number of texts a word is in. */
  terms: countSummarySchema,
  /** How alike texts of one group are; null when no groups were known. */
  clustering: clusteringSchema.nullable(),
  /** Different texts and their repetitions. */
  distinctTexts: distinctSketchSchema,
  quality: z.strictObject({
    /** Texts that were null. */
    missing: z.int().min(0),
    /** Texts of white space alone. */
    empty: z.int().min(0),
    /** Texts with U+FFFD, a lone surrogate, or UTF-8 read as Latin-1. */
    encodingFaults: z.int().min(0),
    /** Texts with control characters other than white space. */
    controls: z.int().min(0),
  }),
  /** The model that the column `topic` was made with; null without one. */
  topics: topicModelSchema.nullable(),
  /** Number of records by predicted and true label. */
  confusion: z.array(confusionCellSchema),
  /** By class, in code point order. */
  calibration: z.array(calibrationBinsSchema),
});

/** @see {@link profileSchema} */
export type Profile = z.infer<typeof profileSchema>;

/** The columns of a profile by their names. */
export function columnsByName({ columns }: Profile): Map<string, ProfileColumn> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** How many records have no value in a column, and how many have one. */
export function presenceOf(column: ProfileColumn): { readonly missing: number; readonly present: number } {
  const { missing, counts } =
    column.type === "numeric" ? column.sketch : { missing: column.missing, ...column.summary };
  return { missing, present: totalOf(counts) };
}

// Schemas are made by functions marked pure, and zod comes in by name: a bundler then leaves out what is not used.
import * as z from "zod";
import { contentHashSchema } from "../hash/content-hash.js";

/** What a bundle says of one fitted object. */
export const partSchema = /* @__PURE__ */ (() =>
  z.object({
    kind: z.string().min(1).max(200),
    version: z.int().min(1),
    params: z.record(z.string(), z.json()),
  }))();

/** How the rows of training data were read, so that scoring reads files like them in the same way. */
export const rowsReadingSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    /** Names of the columns. */
    columns: z.strictObject({
      text: z.string().min(1),
      label: z.string().min(1).optional(),
      id: z.string().min(1).optional(),
    }),
    /** How CSV files were written, where it was said; `header` where they had no header line. */
    dialect: z
      .strictObject({
        delimiter: z.string().min(1).optional(),
        quote: z.string().optional(),
        header: z.array(z.string()).readonly().optional(),
      })
      .optional(),
  }))();

/** @see {@link rowsReadingSchema} */
export type RowsReading = z.infer<typeof rowsReadingSchema>;

/** `manifest.json`: everything about a bundle but the numbers. */
export const manifestSchema = /* @__PURE__ */ (() =>
  z.object({
    schemaVersion: z.literal(1),
    name: z.string().min(1).max(200),
    /** The bundle's own identity: hash of its parts, labels, training data and tensors. */
    version: contentHashSchema,
    labels: z.array(z.string().min(1)).min(2).max(65_536),
    parts: z.strictObject({ vectorizer: partSchema, classifier: partSchema }),
    trainingData: z.object({
      version: contentHashSchema,
      documents: z.int().min(0),
      source: z.string(),
      /** Of data that came from files of rows. */
      reading: rowsReadingSchema.optional(),
    }),
    metrics: z.record(z.string(), z.number()),
    seed: z.int().min(0),
    libraries: z.record(z.string(), z.string()),
    /** Size in bytes and hash of every other file of the bundle. */
    files: z.record(
      z.string(),
      z.object({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    ),
  }))();

/** @see {@link manifestSchema} */
export type Manifest = z.infer<typeof manifestSchema>;

// Each schema is made by a function that is marked as pure: a bundler then leaves out those that are not used.
import * as z from "zod";
import { contentHashSchema } from "../hash/content-hash.js";

/** The description of one fitted object in a manifest. */
export const partSchema = /* @__PURE__ */ (() =>
  z.object({
    kind: z.string().min(1).max(200),
    version: z.int().min(1),
    params: z.record(z.string(), z.json()),
  }))();

/** How the rows of the training data were read, so that scoring reads such files in the same way. */
export const rowsReadingSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    /** Names of the columns. */
    columns: z.strictObject({
      text: z.string().min(1),
      label: z.string().min(1).optional(),
      id: z.string().min(1).optional(),
    }),
    /** The dialect of CSV files, as far as it was given; `header` for files without a header line. */
    dialect: z
      .strictObject({
        delimiter: z.string().min(1).optional(),
        quote: z.string().optional(),
        header: z.array(z.string()).readonly().optional(),
      })
      .optional(),
  }))();

/** @see {@link rowsReadingSchema} */
export interface RowsReading extends z.infer<typeof rowsReadingSchema> {}

/** `manifest.json`: everything about a bundle except the numbers. */
export const manifestSchema = /* @__PURE__ */ (() =>
  z.object({
    schemaVersion: z.literal(1),
    name: z.string().min(1).max(200),
    /** The identity of the bundle: the hash of its parts, labels, training data and tensors. */
    version: contentHashSchema,
    labels: z.array(z.string().min(1)).min(2).max(65_536),
    parts: z.strictObject({ vectorizer: partSchema, classifier: partSchema }),
    trainingData: z.object({
      version: contentHashSchema,
      documents: z.int().min(0),
      source: z.string(),
      /** Only for data that was read from files of rows. */
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
export interface Manifest extends z.infer<typeof manifestSchema> {}

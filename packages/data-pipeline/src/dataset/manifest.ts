import { contentHashSchema } from "@imdb/core";
import * as z from "zod";
import { qualityReportSchema } from "../quality/finding.js";

const jsonRecord = z.record(z.string(), z.json());
const size = z.number().int().nonnegative();

const partSchema = z.object({
  version: contentHashSchema,
  documents: size,
  /** The number of documents of each label. */
  labels: z.record(z.string(), size),
});

/**
 * The lineage of a dataset, as in `dataset.json`: its sources, cleaning, split, contents and quality findings. The same
 * sources and configuration make the same bytes: it has no time and no path.
 */
export const datasetManifestSchema = z.object({
  schemaVersion: z.literal(1),
  version: contentHashSchema,
  sources: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      /** Where a file elsewhere was read, without query. */
      address: z.string().optional(),
      bytes: size.optional(),
      sha256: z.string().optional(),
      /** The file that was read of a zip archive. */
      entry: z.string().optional(),
      /** The sheet of an Excel file, as the options name it. */
      sheet: z.union([z.string(), z.number()]).optional(),
      /** The encoding of a text file: where it is not UTF-8, and where it was guessed. */
      encoding: z
        .object({ encoding: z.string(), basis: z.enum(["mark", "name", "server", "guess"]) })
        .optional(),
      /** How labels of the data were named, and how many rows each had, where the options of the reader name labels. */
      labels: z
        .array(z.object({ from: z.string(), to: z.string(), rows: size }))
        .readonly()
        .optional(),
      /** The delimiter and the quote of a CSV file, where they were detected. */
      detected: z.object({ delimiter: z.string().optional(), quote: z.string().optional() }).optional(),
      /** The kind of the database that a query was sent to, the query, and its parameters; a `bigint` as text. */
      database: z.string().optional(),
      query: z.string().optional(),
      parameters: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    }),
  ),
  /** The type of each field of the examples. */
  schema: z.record(z.string(), z.string()),
  cleaning: z.array(z.object({ name: z.string(), version: z.number().int().positive(), params: jsonRecord })),
  split: z.object({ kind: z.string(), params: jsonRecord }),
  /** The labels in code point order. */
  labels: z.array(z.string()),
  /** The class, of two, that precision, recall and thresholds are about. */
  positive: z.string().optional(),
  /**
   * `read` = documents of all parts + `invalid` + `removed`. A repaired leak removes documents or moves them to
   * another part.
   */
  counts: z.object({ read: size, invalid: size, removed: size, moved: size }),
  parts: z.object({
    train: partSchema,
    validation: partSchema.optional(),
    test: partSchema,
    unlabelled: partSchema,
  }),
  quality: qualityReportSchema.omit({ documents: true }),
});

/** @see {@link datasetManifestSchema} */
export interface DatasetManifest extends z.infer<typeof datasetManifestSchema> {}

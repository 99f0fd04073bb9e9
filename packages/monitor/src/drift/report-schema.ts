import * as z from "zod";
import { CORRECTIONS } from "./correction.js";

/** Counts of both windows in the same bins, for a chart. Bins of categories have `labels`, bins of numbers `edges`. */
const histogramBinsSchema = z.strictObject({
  /** One value more than there are bins; null for categories. */
  edges: z.array(z.number()).nullable(),
  /** One label for each bin; null for numbers. */
  labels: z.array(z.string()).nullable(),
  reference: z.array(z.int().min(0)),
  current: z.array(z.int().min(0)),
});

/** @see `histogramBinsSchema` */
export type HistogramBins = z.infer<typeof histogramBinsSchema>;

/** Statistics of a column in one window. From `mean` on they are null for categories and for empty columns. */
const columnStatisticsSchema = z.strictObject({
  count: z.int().min(0),
  missing: z.int().min(0),
  distinct: z.int().min(0),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  min: z.number().nullable(),
  median: z.number().nullable(),
  max: z.number().nullable(),
});

/** @see `columnStatisticsSchema` */
export type ColumnStatistics = z.infer<typeof columnStatisticsSchema>;

const comparedColumn = z.strictObject({
  status: z.literal("compared"),
  column: z.string(),
  type: z.enum(["numeric", "categorical", "text"]),
  /** The name of the method; `title` is its name for readers. */
  method: z.string(),
  title: z.string(),
  result: z.enum(["pValue", "distance"]),
  /** The number that is compared with the threshold: the corrected p-value, or the distance. */
  score: z.number(),
  /** Null when it is infinite: the current window has a category that the reference does not have. */
  statistic: z.number().nullable(),
  /**
   * For a distance: the p-value of the significance test that must agree with it; null when the distance decides alone.
   */
  pValue: z.number().nullable(),
  adjustedPValue: z.number().nullable(),
  threshold: z.number(),
  drifted: z.boolean(),
  reference: columnStatisticsSchema,
  current: columnStatisticsSchema,
  bins: histogramBinsSchema.nullable(),
});

const notComparedColumn = z.strictObject({
  status: z.literal("notCompared"),
  column: z.string(),
  type: z.enum(["numeric", "categorical", "text"]),
  reason: z.string(),
});

/** The result for one column. */
const columnDriftSchema = z.discriminatedUnion("status", [comparedColumn, notComparedColumn]);

/** @see `columnDriftSchema` */
export type ColumnDrift = z.infer<typeof columnDriftSchema>;

/** A column that was compared. */
export type ComparedColumn = Extract<ColumnDrift, { status: "compared" }>;

/** Share of the texts of each window that have a word, a topic or a term. */
const shares = { referenceShare: z.number(), currentShare: z.number() };

/** A word that is in another share of the texts than before. */
const wordDriftSchema = z.strictObject({
  word: z.string(),
  ...shares,
  change: z.enum(["more", "less"]),
  pValue: z.number(),
  /** Corrected by Benjamini & Hochberg over all words tested. */
  adjustedPValue: z.number(),
});

/** @see `wordDriftSchema` */
export type WordDrift = z.infer<typeof wordDriftSchema>;

/** Number of words that were tested and that drifted, and the words that drifted most. */
const wordsDriftSchema = z.strictObject({
  tested: z.int().min(0),
  drifted: z.int().min(0),
  falseDiscoveryRate: z.number(),
  /** Smallest difference of the shares of texts that counts as drift. */
  smallestDifference: z.number(),
  /** The drifted words with the lowest p-values: first the more frequent ones, then the less frequent ones. */
  strongest: z.array(wordDriftSchema),
});

/** @see `wordsDriftSchema` */
export type WordsDrift = z.infer<typeof wordsDriftSchema>;

/** Topics with their shares of the texts; drifted topics first, then by share. */
const topicsDriftSchema = z.strictObject({
  /** The lowest of the corrected p-values. */
  pValue: z.number(),
  significance: z.number(),
  smallestDifference: z.number(),
  drifted: z.int().min(0),
  topics: z.array(
    z.strictObject({
      topic: z.string(),
      ...shares,
      /** Corrected by Holm over all topics. */
      adjustedPValue: z.number(),
      drifted: z.boolean(),
    }),
  ),
});

/** @see `topicsDriftSchema` */
export type TopicsDrift = z.infer<typeof topicsDriftSchema>;

/** A term by which a classifier tells the windows apart. */
const characteristicTermSchema = z.strictObject({
  term: z.string(),
  /** The window that the term is characteristic of. */
  characteristicOf: z.enum(["reference", "current"]),
  /** The weight of the classifier times the difference of the term's mean values in the two windows. */
  contribution: z.number(),
  ...shares,
});

/** @see `characteristicTermSchema` */
export type CharacteristicTerm = z.infer<typeof characteristicTermSchema>;

/** How well a classifier tells the texts of two windows apart. */
export const textDriftSchema = z.strictObject({
  /** Mean area under the ROC curve over the folds; 0.5: the windows cannot be told apart. Null: too few texts. */
  rocAuc: z.number().nullable(),
  /** Probability of an area at least this large when the windows do not differ. */
  pValue: z.number().nullable(),
  /** The texts have drifted when the area is above this and significant. */
  threshold: z.number(),
  significance: z.number(),
  drifted: z.boolean(),
  /** Number of texts of each window that were compared. */
  referenceCount: z.int().min(0),
  currentCount: z.int().min(0),
  folds: z.int().min(2),
  seed: z.int().min(0),
  /** In descending order of their contribution; empty when the classifier is not linear. */
  terms: z.array(characteristicTermSchema),
});

/** @see `textDriftSchema` */
export type TextDrift = z.infer<typeof textDriftSchema>;

/** A drift report; JSON-safe. */
export const driftReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  referenceCount: z.int().min(0),
  currentCount: z.int().min(0),
  correction: z.enum(CORRECTIONS),
  dataset: z.strictObject({
    drifted: z.boolean(),
    driftedColumns: z.int().min(0),
    comparedColumns: z.int().min(0),
    /** Share of the compared columns that drifted; 0 when no column was compared. */
    share: z.number(),
    /** The dataset has drifted when `share` is at least this. */
    threshold: z.number(),
  }),
  /** Drifted columns first; then by the ratio of score and threshold. */
  columns: z.array(columnDriftSchema),
  words: wordsDriftSchema,
  /** Null when the profiles have no topics. */
  topics: topicsDriftSchema.nullable(),
  /** The result of a domain classifier; null when there was none. */
  text: textDriftSchema.nullable(),
});

/** @see {@link driftReportSchema} */
export type DriftReport = z.infer<typeof driftReportSchema>;

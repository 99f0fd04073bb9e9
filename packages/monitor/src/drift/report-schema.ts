import { z } from "zod";

/** Counts of both windows in the same bins, for drawing: `labels` name categories, `edges` bound numbers. */
const drawnBinsSchema = z.strictObject({
  /** One more than there are bins; null for categories. */
  edges: z.array(z.number()).nullable(),
  /** One a bin; null for numbers. */
  labels: z.array(z.string()).nullable(),
  reference: z.array(z.int().min(0)),
  current: z.array(z.int().min(0)),
});

/** @see `drawnBinsSchema` */
export type DrawnBins = z.infer<typeof drawnBinsSchema>;

/** What a column is like in one window; the numbers are null for categories and for empty columns. */
const columnFiguresSchema = z.strictObject({
  count: z.int().min(0),
  missing: z.int().min(0),
  distinct: z.int().min(0),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  min: z.number().nullable(),
  median: z.number().nullable(),
  max: z.number().nullable(),
});

/** @see `columnFiguresSchema` */
export type ColumnFigures = z.infer<typeof columnFiguresSchema>;

const comparedColumn = z.strictObject({
  status: z.literal("compared"),
  column: z.string(),
  type: z.enum(["numeric", "categorical", "text"]),
  /** Name and title of the method. */
  method: z.string(),
  title: z.string(),
  result: z.enum(["pValue", "distance"]),
  /** What the threshold is compared with: the corrected p-value, or the distance. */
  score: z.number(),
  /** Null when it is beyond any number: a category the reference rules out. */
  statistic: z.number().nullable(),
  /** Of a distance, that of the significance test which must agree with it; null when the distance decides alone. */
  pValue: z.number().nullable(),
  adjustedPValue: z.number().nullable(),
  threshold: z.number(),
  drifted: z.boolean(),
  reference: columnFiguresSchema,
  current: columnFiguresSchema,
  bins: drawnBinsSchema.nullable(),
});

const notComparedColumn = z.strictObject({
  status: z.literal("notCompared"),
  column: z.string(),
  type: z.enum(["numeric", "categorical", "text"]),
  /** Why. */
  reason: z.string(),
});

/** What became of one column. */
const columnDriftSchema = z.discriminatedUnion("status", [comparedColumn, notComparedColumn]);

/** @see `columnDriftSchema` */
export type ColumnDrift = z.infer<typeof columnDriftSchema>;

/** A column that was compared. */
export type ComparedColumn = Extract<ColumnDrift, { status: "compared" }>;

/** Share of the texts of each window that has a word, a topic or a term. */
const shares = { referenceShare: z.number(), currentShare: z.number() };

/** A word whose share of texts changed. */
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

/** Terms that were tested, and those that drifted. */
const wordsDriftSchema = z.strictObject({
  tested: z.int().min(0),
  drifted: z.int().min(0),
  falseDiscoveryRate: z.number(),
  /** Of the shares of texts; smaller ones are no drift. */
  smallestDifference: z.number(),
  /** The drifted terms with the lowest p-values: those that come more often, then those that come less. */
  strongest: z.array(wordDriftSchema),
});

/** @see `wordsDriftSchema` */
export type WordsDrift = z.infer<typeof wordsDriftSchema>;

/** Topics and how many texts are about each; the drifted ones first, then the larger ones. */
const topicsDriftSchema = z.strictObject({
  /** Of shares as different by chance: the lowest of the corrected ones. */
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

/** A term that tells the windows apart. */
const tellingTermSchema = z.strictObject({
  term: z.string(),
  /** Which window it speaks for. */
  speaksFor: z.enum(["reference", "current"]),
  /** The classifier's weight times the difference of the term's means: its part of the separation. */
  contribution: z.number(),
  ...shares,
});

/** @see `tellingTermSchema` */
export type TellingTerm = z.infer<typeof tellingTermSchema>;

/** How well a classifier tells the texts of two windows apart. */
const textDriftSchema = z.strictObject({
  /** Mean area under the ROC curve over the folds; 0.5 when nothing tells them apart. Null: too few texts. */
  rocAuc: z.number().nullable(),
  /** Of an area as large by chance. */
  pValue: z.number().nullable(),
  /** Area from which on the texts have drifted, when it is significant too. */
  threshold: z.number(),
  significance: z.number(),
  drifted: z.boolean(),
  /** Texts compared of each window. */
  referenceCount: z.int().min(0),
  currentCount: z.int().min(0),
  folds: z.int().min(2),
  seed: z.int().min(0),
  /** The strongest first; empty when the classifier is not linear. */
  terms: z.array(tellingTermSchema),
});

/** @see `textDriftSchema` */
export type TextDrift = z.infer<typeof textDriftSchema>;

/** What a drift report says; JSON-safe. */
export const driftReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  referenceCount: z.int().min(0),
  currentCount: z.int().min(0),
  correction: z.enum(["none", "bonferroni", "holm", "benjaminiHochberg"]),
  dataset: z.strictObject({
    drifted: z.boolean(),
    driftedColumns: z.int().min(0),
    comparedColumns: z.int().min(0),
    /** Share of the compared columns that drifted; 0 when none was compared. */
    share: z.number(),
    /** From which share on the dataset has drifted. */
    threshold: z.number(),
  }),
  /** Drifted ones first, the furthest beyond their thresholds before the others. */
  columns: z.array(columnDriftSchema),
  words: wordsDriftSchema,
  /** Null when the profiles were made without topics. */
  topics: topicsDriftSchema.nullable(),
  /** What a domain classifier found; null when none was asked. */
  text: textDriftSchema.nullable(),
});

/** @see {@link driftReportSchema} */
export type DriftReport = z.infer<typeof driftReportSchema>;

import { defineError } from "@imdb/core";

/** A label code does not name a class. */
export const LabelOutOfRange = defineError(
  "LABEL_OUT_OF_RANGE",
  "input",
  (d: { row: number; code: number; classes: number }) => ({
    message: Number.isInteger(d.code)
      ? `Row ${d.row} has label code ${d.code}; there are ${d.classes} classes.`
      : `Row ${d.row} has the label ${JSON.stringify(d.code)}, expected a class code: an integer from 0.`,
    remedy: "Make labels with labelsOf: codes run from 0 to classes.length − 1.",
  }),
);

/** A metric is not defined for this data. */
export const UndefinedMetric = defineError(
  "UNDEFINED_METRIC",
  "input",
  (d: { metric: string; reason: string }) => ({
    message: `${d.metric} is not defined: ${d.reason}.`,
    remedy: "Evaluate on rows of every class that the metric compares.",
  }),
);

/** A value is not a finite number, or a probability is not from 0 to 1. */
export const NotFinite = defineError(
  "NOT_FINITE",
  "input",
  (d: { what: string; position: number; value: string }) => ({
    message: `${d.what}: the value ${d.value} at position ${d.position} cannot be used.`,
    remedy: "Find where the value comes from. Numbers must be finite, and probabilities from 0 to 1.",
  }),
);

/** A model or a statistic that is defined for counts got a value below zero. */
export const NegativeFeature = defineError(
  "NEGATIVE_FEATURE",
  "input",
  (d: { row: number; column: number; value: number; reason: string }) => ({
    message: `Row ${d.row}, column ${d.column} has the value ${d.value}; ${d.reason}.`,
    remedy: "Use counts or TF-IDF weights. With a hashing vectorizer, set alternateSign: false.",
  }),
);

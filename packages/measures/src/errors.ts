import { defineError } from "@imdb/core";

/** A label code does not name a class. */
export const LabelOutOfRange = defineError(
  "LABEL_OUT_OF_RANGE",
  "input",
  (d: { row: number; code: number; classes: number }) => ({
    message: `Row ${d.row} has label code ${d.code}; there are ${d.classes} classes.`,
    remedy: "Make labels with labelsOf: codes run from 0 to classes.length − 1.",
  }),
);

/** A metric has no value on this data. */
export const UndefinedMetric = defineError(
  "UNDEFINED_METRIC",
  "input",
  (d: { metric: string; reason: string }) => ({
    message: `${d.metric} is not defined: ${d.reason}.`,
    remedy: "Evaluate on rows that hold every class the metric compares.",
  }),
);

/** A value that must be a finite number is not. */
export const NotFinite = defineError(
  "NOT_FINITE",
  "input",
  (d: { what: string; position: number; value: string }) => ({
    message: `${d.what} holds ${d.value} at position ${d.position}.`,
    remedy: "Find where it comes from; only finite numbers can be used.",
  }),
);

/** A score that counts was asked of values below zero. */
export const NegativeFeature = defineError(
  "NEGATIVE_FEATURE",
  "input",
  (d: { row: number; column: number; value: number }) => ({
    message: `Row ${d.row}, column ${d.column} has the value ${d.value}; chi² is defined for counts and other values from 0.`,
    remedy: "Score counts or TF-IDF weights, or use alternateSign: false when hashing.",
  }),
);

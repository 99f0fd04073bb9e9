import { defineError } from "@imdb/core";

/** The training labels have fewer than two classes. */
export const SingleClass = defineError(
  "SINGLE_CLASS",
  "input",
  (d: { rows: number; classes: readonly string[] }) => ({
    message: `${d.rows} training rows have ${d.classes.length} class${d.classes.length === 1 ? "" : "es"} (${d.classes.join(", ") || "none"}); a classifier needs two.`,
    remedy: "Check how labels were read and split, and train on rows of at least two classes.",
  }),
);

/** A class of the labels has no training row. */
export const ClassWithoutRows = defineError(
  "CLASS_WITHOUT_ROWS",
  "input",
  (d: { label: string; rows: number }) => ({
    message: `Class ${JSON.stringify(d.label)} has none of the ${d.rows} training rows.`,
    remedy: "Remove the class from the labels, or add rows of it.",
  }),
);

/** All rows of a class, or all rows, have the sample weight 0. They count as removed, so there is nothing to learn from. */
export const ClassWithoutWeight = defineError(
  "CLASS_WITHOUT_WEIGHT",
  "input",
  (d: { label: string; rows: number }) => ({
    message: `The ${d.rows} training rows of class ${JSON.stringify(d.label)} all have the sample weight 0, which removes them.`,
    remedy: "Give at least one row of each class a weight above 0, or remove the class and its rows.",
  }),
);

/** Rows have a label that is not one of the model's classes. */
export const UnknownLabel = defineError(
  "UNKNOWN_LABEL",
  "input",
  (d: { label: string; classes: readonly string[] }) => ({
    message: `Label ${JSON.stringify(d.label)} is not among the model's classes (${d.classes.slice(0, 10).join(", ")}).`,
    remedy: "Leave out the rows with that label, or train a model with that class.",
  }),
);

/** A class has fewer rows, or the data fewer groups, than there are folds or parts. */
export const TooFewForFolds = defineError(
  "TOO_FEW_FOR_FOLDS",
  "input",
  (d: { what: string; count: number; folds: number; of?: "folds" | "parts"; remedy?: string }) => ({
    message: `${d.what}: ${d.count}, fewer than the ${d.folds} ${d.of ?? "folds"}.`,
    remedy: d.remedy ?? "Use fewer folds or more data.",
  }),
);

/** A weight is not a finite number. No model is returned. */
export const FitDiverged = defineError(
  "FIT_DIVERGED",
  "state",
  (d: { solver: string; iterations: number }) => ({
    message: `Solver ${d.solver} reached a weight that is not a finite number after ${d.iterations} iterations.`,
    remedy:
      "Scale the features to a common range (a row norm of 1 suits text), or lower C or the learning rate.",
  }),
);

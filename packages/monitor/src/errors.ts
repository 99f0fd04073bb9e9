import { defineError } from "@imdb/core";

/** Profiles that were made with other settings cannot be merged or compared. */
export const ProfileMismatch = defineError(
  "PROFILE_MISMATCH",
  "input",
  (d: { field: string; reference: unknown; current: unknown }) => ({
    message: `The profiles differ in ${d.field}: ${String(d.reference)} and ${String(d.current)}.`,
    remedy: "Make both profiles with the same options.",
  }),
);

/** Values that run beside the texts (predictions, columns) have another length. */
export const UnevenColumns = defineError(
  "UNEVEN_COLUMNS",
  "input",
  (d: { column: string; expected: number; actual: number }) => ({
    message: `${d.column} has ${d.actual} values for ${d.expected} texts.`,
    remedy: "Pass one value a text, in the order of the texts; null where there is none.",
  }),
);

/** A method was asked for by a name that is none, or for a type of column it cannot compare. */
export const UnknownDriftMethod = defineError(
  "UNKNOWN_DRIFT_METHOD",
  "input",
  (d: { method: string; type: string; known: readonly string[] }) => ({
    message: `There is no drift method ${JSON.stringify(d.method)} for ${d.type} columns.`,
    remedy: `Use one of: ${d.known.join(", ")}.`,
  }),
);

/** Performance cannot be estimated from a reference that does not know which predictions were right. */
export const ReferenceWithoutLabels = defineError(
  "REFERENCE_WITHOUT_LABELS",
  "input",
  (d: { classes: readonly string[] }) => ({
    message: `The reference profile has no labelled predictions of two classes or more (it has: ${d.classes.join(", ") || "none"}).`,
    remedy: "Make it with predictions that have an actual label, of data the model was not fitted on.",
  }),
);

/** A test is about a figure that no window has. */
export const UnknownFigure = defineError(
  "UNKNOWN_FIGURE",
  "input",
  (d: { figure: string; known: readonly string[] }) => ({
    message: `There is no figure ${JSON.stringify(d.figure)}.`,
    remedy: `Use one of: ${d.known.slice(0, 40).join(", ")}${d.known.length > 40 ? ", …" : ""}.`,
  }),
);

/** A webhook did not take an alert. */
export const WebhookFailure = defineError(
  "WEBHOOK_FAILURE",
  "dependency",
  (d: { url: string; reason: string; attempts: number }) => ({
    message: `The webhook ${d.url} did not take the alert in ${d.attempts} attempts: ${d.reason}.`,
    remedy: "Check the address and the receiver; the watch keeps the alert and sends it again.",
  }),
);

/** The state of a watch belongs to another watch, or is damaged. */
export const UnusableState = defineError(
  "UNUSABLE_STATE",
  "input",
  (d: { path: string; problem: string }) => ({
    message: `The state in ${d.path} cannot be used: ${d.problem}.`,
    remedy: "Give this watch a state file of its own, or delete the file to read the log from its beginning.",
  }),
);

/** A reference cannot be halved by groups into a window and the texts to compare it with. */
export const TooFewGroups = defineError(
  "TOO_FEW_GROUPS",
  "input",
  (d: { groups: number; texts: number; windowSize: number }) => ({
    message: `${d.groups} groups with ${d.texts} texts leave no window of ${d.windowSize} texts in one half of them.`,
    remedy:
      "Give a reference at least twice as large as the window, of many groups, or a smaller windowSize.",
  }),
);

/** Texts that share no words have no topics. */
export const NoTopics = defineError("NO_TOPICS", "input", (d: { texts: number; words: number }) => ({
  message: `No topics can be learned from ${d.texts} texts: ${d.words} words are frequent enough and not too frequent.`,
  remedy: "Give more texts, or raise maxShare.",
}));

/** A file or bundle holds no reference profile. */
export const UnusableReference = defineError(
  "UNUSABLE_REFERENCE",
  "input",
  (d: { path: string; problem: string }) => ({
    message: `${d.path} has no reference profile: ${d.problem}.`,
    remedy: "Give a profile made by createProfile as a .json file, or a bundle saved with its reference.",
  }),
);

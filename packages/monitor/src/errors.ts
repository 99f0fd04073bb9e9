import { defineError } from "@imdb/core";

/** Profiles that were made with different settings cannot be merged or compared. */
export const ProfileMismatch = defineError(
  "PROFILE_MISMATCH",
  "input",
  (d: { field: string; reference: unknown; current: unknown }) => ({
    message: `The profiles differ in ${d.field}: ${String(d.reference)} and ${String(d.current)}.`,
    remedy:
      d.field === "cleaning"
        ? "Clean raw texts as those of the reference: createProfile(texts, { cleaning }), profileLog(path, { cleaning: reference.cleaning }), or watch, which does it by itself."
        : "Make both profiles with the same options.",
  }),
);

/** A list that has one value for each text (predictions, a column, groups) has another length. */
export const UnevenColumns = defineError(
  "UNEVEN_COLUMNS",
  "input",
  (d: { column: string; expected: number; actual: number }) => ({
    message: `${d.column} has ${d.actual} values for ${d.expected} texts.`,
    remedy: "Pass one value for each text, in the order of the texts, and null where there is none.",
  }),
);

/** There is no drift method of this name, or it cannot compare columns of this type. */
export const UnknownDriftMethod = defineError(
  "UNKNOWN_DRIFT_METHOD",
  "input",
  (d: { method: string; type: string; known: readonly string[] }) => ({
    message: `There is no drift method ${JSON.stringify(d.method)} for ${d.type} columns.`,
    remedy: `Use one of: ${d.known.join(", ")}.`,
  }),
);

/** Performance can only be estimated from a reference that has labelled predictions. */
export const ReferenceWithoutLabels = defineError(
  "REFERENCE_WITHOUT_LABELS",
  "input",
  (d: { classes: readonly string[] }) => ({
    message: `The reference profile has no labelled predictions of two or more classes (it has: ${d.classes.join(", ") || "none"}).`,
    remedy:
      "Make the profile with predictions that have an actual label, on data the model was not fitted on.",
  }),
);

/** A test names a figure that neither the window nor the reference has. */
export const UnknownFigure = defineError(
  "UNKNOWN_FIGURE",
  "input",
  (d: { figure: string; known: readonly string[] }) => ({
    message: `There is no figure ${JSON.stringify(d.figure)}.`,
    remedy: `Use one of: ${d.known.slice(0, 40).join(", ")}${d.known.length > 40 ? ", …" : ""}.`,
  }),
);

/** A webhook did not accept an alert. */
export const WebhookFailure = defineError(
  "WEBHOOK_FAILURE",
  "dependency",
  (d: { url: string; reason: string; attempts: number }) => ({
    message: `The webhook ${d.url} did not accept the alert in ${d.attempts} attempts: ${d.reason}.`,
    remedy: "Check the address and the receiver. The watch keeps the alert and sends it again.",
  }),
);

/** A channel was told an alert, and has neither accepted nor refused it. */
export const ChannelTimeout = defineError(
  "CHANNEL_TIMEOUT",
  "dependency",
  (d: { channel: string; timeoutMs: number }) => ({
    message: `The channel ${d.channel} has not accepted the alert within ${d.timeoutMs} ms.`,
    remedy:
      "Let it resolve sooner, or give it a longer timeoutMs. The watch keeps the alert and sends it again.",
  }),
);

/** The callback of a watch was called for a window, and has not settled. */
export const WindowTimeout = defineError(
  "WINDOW_TIMEOUT",
  "dependency",
  (d: { start: string; end: string; timeoutMs: number }) => ({
    message: `onWindow has not settled within ${d.timeoutMs} ms for the window from ${d.start} to ${d.end}.`,
    remedy:
      "Let it resolve sooner, or give the watch a longer windowTimeoutMs. The next watch with this state calls it again for this window.",
  }),
);

/** The state file of a watch is damaged, or belongs to another watch. */
export const UnusableState = defineError(
  "UNUSABLE_STATE",
  "input",
  (d: { path: string; problem: string }) => ({
    message: `The state in ${d.path} cannot be used: ${d.problem}.`,
    remedy: "Give this watch its own state file, or delete the file to read the log from its beginning.",
  }),
);

/** The reference has too few groups to split it into a window and the texts to compare the window with. */
export const TooFewGroups = defineError(
  "TOO_FEW_GROUPS",
  "input",
  (d: { groups: number; texts: number; windowSize: number }) => ({
    message: `${d.groups} groups with ${d.texts} texts cannot be split into a reference and a window of ${d.windowSize} texts.`,
    remedy:
      "Pass a reference of many groups that is at least twice as large as the window, or a smaller windowSize.",
  }),
);

/** Texts that share no words have no topics. */
export const NoTopics = defineError("NO_TOPICS", "input", (d: { texts: number; words: number }) => ({
  message: `No topics can be learned from ${d.texts} texts: ${d.words} words are neither too rare nor too frequent.`,
  remedy: "Pass more texts, or raise maxShare.",
}));

/** A file or a bundle has no reference profile. */
export const UnusableReference = defineError(
  "UNUSABLE_REFERENCE",
  "input",
  (d: { path: string; problem: string }) => ({
    message: `${d.path} has no reference profile: ${d.problem}.`,
    remedy: "Pass a profile of createProfile as a .json file, or a bundle that was saved with a reference.",
  }),
);

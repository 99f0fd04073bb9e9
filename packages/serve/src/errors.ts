import { defineError } from "@imdb/core";

/** A request or a batch row has no usable text. */
export const InvalidText = defineError("INVALID_TEXT", "input", (d: { index: number; problem: string }) => ({
  message: `Text ${d.index} cannot be scored: ${d.problem}.`,
  remedy: "Send each text as one string within the limits that /openapi.json names.",
}));

/** The caller typed a predictor for labels that the model does not have. */
export const LabelMismatch = defineError(
  "LABEL_MISMATCH",
  "input",
  (d: { expected: readonly string[]; actual: readonly string[] }) => ({
    message: `The model's labels are ${d.actual.join(", ")}, expected ${d.expected.join(", ")}.`,
    remedy: "Load the model that was trained on these labels, or name the labels it has.",
  }),
);

/** An explanation was asked of a model that cannot give one. */
export const NotExplainable = defineError(
  "NOT_EXPLAINABLE",
  "input",
  (d: { vectorizer: string; classifier: string }) => ({
    message: `A ${d.classifier} on ${d.vectorizer} features has no word weights to explain with.`,
    remedy: "Pass createPredictor an explain function of your own, or use a linear classifier.",
  }),
);

/** A model or a version that this service does not hold was asked for by name. */
export const ModelNotFound = defineError(
  "MODEL_NOT_FOUND",
  "input",
  (d: { name: string; version?: string; served: readonly string[] }) => ({
    message: `No model ${d.name}${d.version === undefined ? "" : ` of version ${d.version}`} is served here.`,
    remedy: `Ask for one of: ${d.served.join(", ")}.`,
  }),
);

/** The service has more work than it can do in time, and refuses instead of falling over. */
export const Overloaded = defineError(
  "OVERLOADED",
  "state",
  (d: { waiting: number; limit: number; retryAfterSeconds: number }) => ({
    message: `The service is busy: ${d.waiting} requests wait, the limit is ${d.limit}.`,
    remedy: `Try again after ${d.retryAfterSeconds} s, or send fewer requests at once.`,
  }),
);

/** A request was not answered in the time it was given. */
export const RequestTimeout = defineError("REQUEST_TIMEOUT", "state", (d: { limitMs: number }) => ({
  message: `The request was not done within ${d.limitMs} ms.`,
  remedy: "Send smaller batches, or raise timeoutMs where the service is started.",
}));

/** The service is shutting down and takes no new work. */
export const ShuttingDown = defineError("SHUTTING_DOWN", "state", (_: Record<string, never>) => ({
  message: "The service is shutting down.",
  remedy: "Send the request to another replica, or try again after a second.",
}));

/** A batch file lacks a column, or has a format that is not read or written here. */
export const InvalidBatch = defineError(
  "INVALID_BATCH",
  "input",
  (d: { path: string; problem: string; remedy: string }) => ({
    message: `${d.path} cannot be scored: ${d.problem}.`,
    remedy: d.remedy,
  }),
);

/** An unfinished batch was made from other input, another model or other options. */
export const CheckpointMismatch = defineError(
  "CHECKPOINT_MISMATCH",
  "state",
  (d: { checkpoint: string; differs: readonly string[] }) => ({
    message: `The unfinished batch at ${d.checkpoint} was begun with another ${d.differs.join(", ")}.`,
    remedy: "Run it with what it was begun with, or delete the checkpoint to begin anew.",
  }),
);

/** A thread or a replica loaded another version of the model than the one it works for. */
export const ModelChanged = defineError(
  "MODEL_CHANGED",
  "state",
  (d: { source: string; expected: string; actual: string }) => ({
    message: `The model at ${d.source} has version ${d.actual}, the work was begun with ${d.expected}.`,
    remedy: "Do not replace a bundle while it is in use: save each version under its own path.",
  }),
);

/** A `models:/…` name leads to no model. */
export const UnknownModelUri = defineError(
  "UNKNOWN_MODEL_URI",
  "input",
  (d: { uri: string; problem: string }) => ({
    message: `The model ${d.uri} cannot be found: ${d.problem}.`,
    remedy: "Pass resolve, a function that looks the name up in a registry, or give a path or a URL.",
  }),
);

/** A bundle could not be downloaded. */
export const ModelDownloadFailed = defineError(
  "MODEL_DOWNLOAD_FAILED",
  "dependency",
  (d: { url: string; reason: string }) => ({
    message: `Cannot download the model from ${d.url}: ${d.reason}.`,
    remedy: "Check the address, and that the server is up and lets you in.",
  }),
);

/** There is no such command of `imdb-serve`: `near` is like it, or `null`. */
export const UnknownCommand = defineError(
  "UNKNOWN_COMMAND",
  "input",
  (d: { command: string; commands: readonly string[]; near: string | null }) => ({
    message: `There is no command ${JSON.stringify(d.command.slice(0, 80))}; expected one of ${d.commands.join(", ")}.`,
    remedy: d.near === null ? "Take one of these commands." : `Write ${d.near} instead.`,
  }),
);

/** A bundle has a part that ONNX has no operator for. */
export const NotExportable = defineError(
  "NOT_EXPORTABLE",
  "input",
  (d: { part: string; problem: string }) => ({
    message: `The ${d.part} cannot be written as ONNX: ${d.problem}.`,
    remedy: "Export a word count or TF-IDF vectorizer with a linear classifier.",
  }),
);

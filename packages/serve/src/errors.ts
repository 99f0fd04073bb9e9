import { defineError } from "@imdb/core";

/** A request or a batch row has no usable text. */
export const InvalidText = defineError("INVALID_TEXT", "input", (d: { index: number; problem: string }) => ({
  message: `Text ${d.index} cannot be scored: ${d.problem}.`,
  remedy: "Pass each text as one string.",
}));

/** The caller expects other labels than the model has. */
export const LabelMismatch = defineError(
  "LABEL_MISMATCH",
  "input",
  (d: { expected: readonly string[]; actual: readonly string[] }) => ({
    message: `The model's labels are ${d.actual.join(", ")}, expected ${d.expected.join(", ")}.`,
    remedy: "Load a model that was trained on these labels, or pass the labels of the model.",
  }),
);

/** An explanation was requested from a model that cannot explain its predictions. */
export const NotExplainable = defineError(
  "NOT_EXPLAINABLE",
  "input",
  (d: { vectorizer: string; classifier: string }) => ({
    message: `A ${d.classifier} on ${d.vectorizer} features has no word weights to explain with.`,
    remedy:
      "Pass createPredictor an explain function of your own, or use a classifier that is linear or made of linear ones.",
  }),
);

/** A request names a model or a version that is not loaded in this service. */
export const ModelNotFound = defineError(
  "MODEL_NOT_FOUND",
  "input",
  (d: { name: string; version?: string; served: readonly string[] }) => ({
    message: `No model ${d.name}${d.version === undefined ? "" : ` of version ${d.version}`} is served here.`,
    remedy: `Request one of: ${d.served.join(", ")}.`,
  }),
);

/** The service has reached its limit of accepted requests, and refuses further ones. */
export const Overloaded = defineError(
  "OVERLOADED",
  "state",
  (d: { waiting: number; limit: number; retryAfterSeconds: number }) => ({
    message: `The service is busy: ${d.waiting} requests wait, the limit is ${d.limit}.`,
    remedy: `Try again after ${d.retryAfterSeconds} s, or send fewer requests at once.`,
  }),
);

/** A request was not answered within its time limit. */
export const RequestTimeout = defineError("REQUEST_TIMEOUT", "state", (d: { limitMs: number }) => ({
  message: `The request was not done within ${d.limitMs} ms.`,
  remedy: "Send smaller batches, or raise timeoutMs where the service is started.",
}));

/** The service is shutting down. */
export const ShuttingDown = defineError("SHUTTING_DOWN", "state", (_: Record<string, never>) => ({
  message: "The service is shutting down.",
  remedy: "Send the request to another replica, or try again after a second.",
}));

/** A batch file contradicts the training, or has a format that is not read or written here. */
export const InvalidBatch = defineError(
  "INVALID_BATCH",
  "input",
  (d: { path: string; problem: string; remedy: string }) => ({
    message: `${d.path} cannot be scored: ${d.problem}.`,
    remedy: d.remedy,
  }),
);

/** More than half of the rows of a batch cannot be scored: the file is read in the wrong way, or is another file. */
export const MostlyQuarantined = defineError(
  "MOSTLY_QUARANTINED",
  "input",
  (d: {
    input: string;
    quarantined: number;
    of: number;
    reasons: Readonly<Record<string, number>>;
    quarantine: string;
  }) => ({
    message: `${d.quarantined} of ${d.of} rows of ${d.input} cannot be scored (${shownReasons(d.reasons)}); they are in ${d.quarantine}.`,
    remedy:
      'Check the columns, the encoding and the dialect of the file. Where it is right, accept it with mostlyQuarantined: "accept" (--mostly-quarantined accept).',
  }),
);

function shownReasons(reasons: Readonly<Record<string, number>>): string {
  return Object.entries(reasons)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(", ");
}

/** Another job writes the output of a batch. */
export const OutputInUse = defineError("OUTPUT_IN_USE", "state", (d: { output: string; holder: string }) => ({
  message: `The output ${d.output} is being written by ${d.holder}.`,
  remedy: "Wait until that job has ended, or give this one another output.",
}));

/** An unfinished batch was started with other input, another model or other options. */
export const CheckpointMismatch = defineError(
  "CHECKPOINT_MISMATCH",
  "state",
  (d: { checkpoint: string; differs: readonly string[] }) => ({
    message: `The unfinished batch at ${d.checkpoint} was begun with another ${d.differs.join(", ")}.`,
    remedy: "Run it with the same input, model and options, or delete the checkpoint to start again.",
  }),
);

/** A thread or a replica loaded another version of the model than the work was started with. */
export const ModelChanged = defineError(
  "MODEL_CHANGED",
  "state",
  (d: { source: string; expected: string; actual: string }) => ({
    message: `The model at ${d.source} has version ${d.actual}, the work was started with ${d.expected}.`,
    remedy: "Do not replace a bundle while it is in use: save each version under its own path.",
  }),
);

/** No model is found for a `models:/…` name. */
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
    remedy: "Check the address, that the server is reachable, and that you have access.",
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

/** A bundle has a part that cannot be written with ONNX operators. */
export const NotExportable = defineError(
  "NOT_EXPORTABLE",
  "input",
  (d: { part: string; problem: string }) => ({
    message: `The ${d.part} cannot be written as ONNX: ${d.problem}.`,
    remedy: "Export a word count or TF-IDF vectorizer with a linear classifier.",
  }),
);

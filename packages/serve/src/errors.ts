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

/** A request body is not what its headers or this service promise. */
export const InvalidBody = defineError("INVALID_BODY", "input", (d: { problem: string }) => ({
  message: `The request body cannot be read: ${d.problem}.`,
  remedy: "Send one JSON document in UTF-8 with Content-Type: application/json.",
}));

/** A request body or a part of it is larger than the service takes. */
export const TooLarge = defineError(
  "TOO_LARGE",
  "input",
  (d: { what: string; limit: number; actual?: number }) => ({
    message: `${d.what} is over the limit of ${d.limit}${d.actual === undefined ? "" : ` (${d.actual})`}.`,
    remedy: "Send less at once, or raise the limit where the service is started.",
  }),
);

/** The body has a media type that the route does not take. */
export const UnsupportedMediaType = defineError(
  "UNSUPPORTED_MEDIA_TYPE",
  "input",
  (d: { given: string; expected: string }) => ({
    message: `The body has the type ${d.given || "(none)"}, expected ${d.expected}.`,
    remedy: `Set the header Content-Type: ${d.expected}.`,
  }),
);

/** No route of the service has this path. */
export const RouteNotFound = defineError("ROUTE_NOT_FOUND", "input", (d: { path: string }) => ({
  message: `Nothing is served at ${d.path}.`,
  remedy: "See /openapi.json for the paths of this service.",
}));

/** The path exists, but not for this method. */
export const MethodNotAllowed = defineError(
  "METHOD_NOT_ALLOWED",
  "input",
  (d: { method: string; path: string; allowed: readonly string[] }) => ({
    message: `${d.path} does not take ${d.method}.`,
    remedy: `Use ${d.allowed.join(" or ")}.`,
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

/** The request carries no key, or a wrong one. */
export const Unauthorized = defineError("UNAUTHORIZED", "input", (_: Record<string, never>) => ({
  message: "This service needs an API key, and the request has none that it knows.",
  remedy: "Send Authorization: Bearer <key>, or the header X-API-Key.",
}));

/** The service has more work than it can do in time, and refuses instead of falling over. */
export const Overloaded = defineError(
  "OVERLOADED",
  "state",
  (d: { waiting: number; limit: number; retryAfterSeconds: number }) => ({
    message: `The service is busy: ${d.waiting} requests wait, the limit is ${d.limit}.`,
    remedy: `Try again after ${d.retryAfterSeconds} s, or send fewer requests at once.`,
  }),
);

/** A client sends more than its share. */
export const RateLimited = defineError(
  "RATE_LIMITED",
  "state",
  (d: { perSecond: number; retryAfterSeconds: number }) => ({
    message: `This client is over its limit of ${d.perSecond} requests a second.`,
    remedy: `Try again after ${d.retryAfterSeconds} s.`,
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

/** The HTTP server cannot listen where it was told to. */
export const CannotListen = defineError(
  "CANNOT_LISTEN",
  "dependency",
  (d: { hostname: string; port: number; reason: string }) => ({
    message: `Cannot listen on ${d.hostname}:${d.port}: ${d.reason}.`,
    remedy: "Choose a free port (0 takes any), or stop what holds this one.",
  }),
);

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

/** A bundle has a part that ONNX has no operator for. */
export const NotExportable = defineError(
  "NOT_EXPORTABLE",
  "input",
  (d: { part: string; problem: string }) => ({
    message: `The ${d.part} cannot be written as ONNX: ${d.problem}.`,
    remedy: "Export a word count or TF-IDF vectorizer with a linear classifier.",
  }),
);

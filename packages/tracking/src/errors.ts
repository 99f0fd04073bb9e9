import { defineError } from "@imdb/core";

/** The store has no run with this id. */
export const RunNotFound = defineError("RUN_NOT_FOUND", "input", (d: { runId: string; store: string }) => ({
  message: `There is no run ${show(d.runId)} in ${d.store}.`,
  remedy: "Check the run id and the store; searchRuns lists the runs of a store.",
}));

/** The store has no experiment with this id or name. */
export const ExperimentNotFound = defineError(
  "EXPERIMENT_NOT_FOUND",
  "input",
  (d: { experiment: string; store: string }) => ({
    message: `There is no experiment ${show(d.experiment)} in ${d.store}.`,
    remedy: "Check the name or id, or create it with setExperiment.",
  }),
);

/** There is already an experiment or a registered model with this name. */
export const AlreadyExists = defineError(
  "TRACKED_NAME_TAKEN",
  "state",
  (d: { what: string; name: string; deleted?: boolean }) => ({
    message: `The ${d.what} ${show(d.name)} already exists${d.deleted ? " and is deleted" : ""}.`,
    remedy: d.deleted ? "Restore it, or use another name." : "Use the existing one, or use another name.",
  }),
);

/** A record was logged to a deleted run or experiment. */
export const NotActive = defineError(
  "TRACKED_ENTITY_DELETED",
  "state",
  (d: { what: string; id: string }) => ({
    message: `The ${d.what} ${show(d.id)} is deleted, so nothing can be logged to it.`,
    remedy: "Restore it first, or log to another one.",
  }),
);

/** A key, a name or a path is invalid: it would differ between stores, or lead out of its folder. */
export const InvalidTrackingName = defineError(
  "INVALID_TRACKING_NAME",
  "input",
  (d: { what: string; name: string; problem: string }) => ({
    message: `The ${d.what} ${show(d.name)} cannot be used: ${d.problem}.`,
    remedy:
      "Use letters, digits, _ - . : space and /, without empty, . or .. parts, and at most 250 characters.",
  }),
);

/** A key would be a folder of another key: the file layout cannot have both `loss` and `loss/train`. */
export const KeyClash = defineError(
  "TRACKED_KEY_CLASH",
  "input",
  (d: { runId: string; key: string; other: string }) => ({
    message: `The keys ${show(d.key)} and ${show(d.other)} of run ${d.runId} cannot both exist: one would be a folder of the other.`,
    remedy: "Rename one of them.",
  }),
);

/** The value, step or timestamp of a metric is not a number that MLflow accepts. */
export const InvalidMetric = defineError(
  "INVALID_TRACKED_METRIC",
  "input",
  (d: { key: string; field: string; value: unknown; expected: string }) => ({
    message: `Metric ${show(d.key)} has the ${d.field} ${show(d.value)}, expected ${d.expected}.`,
    remedy: "Pass a number; NaN and infinities are allowed as values, not as steps or timestamps.",
  }),
);

/** A value (of a tag, a parameter or a description) is not a text, or is longer than MLflow allows. */
export const InvalidTrackedValue = defineError(
  "INVALID_TRACKED_VALUE",
  "input",
  (d: { what: string; key: string; problem: string }) => ({
    message: `The value of ${d.what} ${show(d.key)} is invalid: ${d.problem}.`,
    remedy: "Shorten it, or log it as an artifact with logText.",
  }),
);

/** A parameter was logged before with another value. */
export const ParamClash = defineError(
  "PARAM_ALREADY_LOGGED",
  "state",
  (d: { runId: string; key: string; logged: string; given: string }) => ({
    message: `Parameter ${show(d.key)} of run ${d.runId} is already ${show(d.logged)}; it cannot become ${show(d.given)}.`,
    remedy: "A parameter cannot change: log it under another name, or start a nested run.",
  }),
);

/** A run, a registered model or a version does not have this tag. */
export const TagNotFound = defineError("TAG_NOT_FOUND", "input", (d: { id: string; key: string }) => ({
  message: `${show(d.id)} has no tag ${show(d.key)}.`,
  remedy: "Check the key.",
}));

/** A method of a run was called after the run had ended. */
export const RunEnded = defineError("RUN_ENDED", "state", (d: { runId: string; status: string }) => ({
  message: `Run ${d.runId} has ended with status ${d.status}, so nothing can be logged with this handle.`,
  remedy: "Await every log call inside the run, or resume the run with resumeRun.",
}));

/** An artifact does not exist. */
export const ArtifactNotFound = defineError(
  "ARTIFACT_NOT_FOUND",
  "input",
  (d: { uri: string; path: string }) => ({
    message: `There is no artifact ${show(d.path)} in ${d.uri}.`,
    remedy: "store.artifacts.list lists the artifacts of a run or a model.",
  }),
);

/** The content of a file of the store is invalid. */
export const DamagedStore = defineError(
  "DAMAGED_TRACKING_STORE",
  "dependency",
  (d: { path: string; problem: string }) => ({
    message: `${d.path} is damaged: ${d.problem}.`,
    remedy: "Repair or remove the named file; the rest of the store is not affected.",
  }),
);

/** A filter or an order does not follow MLflow's search grammar. */
export const InvalidFilter = defineError(
  "INVALID_SEARCH_FILTER",
  "input",
  (d: { filter: string; position: number; problem: string }) => ({
    message: `The filter ${show(d.filter)} is wrong at character ${d.position}: ${d.problem}.`,
    remedy:
      "Write comparisons joined by AND, such as: metrics.accuracy > 0.9 AND params.C = '10' AND tags.`mlflow.user` != 'me'.",
  }),
);

/** There is no registered or logged model, version or alias of this name. */
export const RegisteredModelNotFound = defineError(
  "REGISTERED_MODEL_NOT_FOUND",
  "input",
  (d: { name: string; version?: string; alias?: string }) => ({
    message: `There is no ${d.version ? `version ${d.version} of ` : d.alias ? `alias ${show(d.alias)} of ` : ""}registered model ${show(d.name)}.`,
    remedy: "store.registry.listRegisteredModels and listModelVersions list the models and versions.",
  }),
);

/** A gate refused to give an alias to a version. */
export const PromotionRefused = defineError(
  "PROMOTION_REFUSED",
  "state",
  (d: { name: string; version: string; alias: string; reason: string }) => ({
    message: `Version ${d.version} of ${show(d.name)} does not become ${show(d.alias)}: ${d.reason}.`,
    remedy: "Train a better candidate, or change the gate; the refusal is recorded on the version.",
  }),
);

/** An alias has no earlier version to roll back to. */
export const NoRollback = defineError(
  "NOTHING_TO_ROLL_BACK",
  "state",
  (d: { name: string; alias: string; reason: string }) => ({
    message: `The alias ${show(d.alias)} of ${show(d.name)} cannot be rolled back: ${d.reason}.`,
    remedy: "Set the alias with registry.setAlias.",
  }),
);

/** A tracking server refused a request. */
export const ServerRefused = defineError(
  "TRACKING_SERVER_REFUSED",
  "dependency",
  (d: { method: string; url: string; status: number; errorCode: string; reason: string }) => ({
    message: `${d.method} ${d.url} was answered with ${d.status} ${d.errorCode}: ${d.reason}.`,
    remedy: refusalRemedy(d.status),
  }),
);

/** A tracking server did not answer, or answered with an error of its own. */
export const ServerUnreachable = defineError(
  "TRACKING_SERVER_UNREACHABLE",
  "dependency",
  (d: { method: string; url: string; attempts: number; reason: string }) => ({
    message: `${d.method} ${d.url} got no valid answer in ${d.attempts} attempts: ${d.reason}.`,
    remedy:
      "Start the server or check MLFLOW_TRACKING_URI; syncedStore keeps records until the server answers.",
  }),
);

/** The server does not serve its artifacts, so this client cannot read or write them. */
export const ArtifactsNotProxied = defineError(
  "ARTIFACTS_NOT_PROXIED",
  "dependency",
  (d: { artifactUri: string; server: string }) => ({
    message: `The artifacts at ${d.artifactUri} are not served by ${d.server}.`,
    remedy:
      "Start the server with --serve-artifacts (its default), or create the experiment on such a server.",
  }),
);

/** The answer of a tracking server is not one of MLflow's API. */
export const UnexpectedAnswer = defineError(
  "UNEXPECTED_TRACKING_ANSWER",
  "dependency",
  (d: { method: string; url: string; problem: string }) => ({
    message: `${d.method} ${d.url} returned an answer that is not MLflow's: ${d.problem}.`,
    remedy:
      "Check that the URI is that of an MLflow server of version 2 or 3, and not of a login page of a proxy.",
  }),
);

/** Some records of a synced store are not on its server. */
export const SyncPending = defineError(
  "SYNC_PENDING",
  "dependency",
  (d: { folder: string; server: string; waiting: number; refused: number; reason: string }) => ({
    message: `Of ${d.folder}, ${d.waiting} runs and versions wait for ${d.server}, and ${d.refused} records were refused: ${d.reason}.`,
    remedy:
      "No record is lost: the next synced store of this folder sends those that wait. refused() names the refused ones; remove the cause and call resendRefused().",
  }),
);

function refusalRemedy(status: number): string {
  if (status === 401) {
    return "Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.";
  }
  if (status === 403) {
    return "Check the user's rights; MLflow 3.5 and later also answer 403 to a Host header that is not in its --allowed-hosts.";
  }
  return "Change the request as the reason says.";
}

function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

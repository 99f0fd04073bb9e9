import { defineError } from "@imdb/core";

/** No run of this id is in the store. */
export const RunNotFound = defineError("RUN_NOT_FOUND", "input", (d: { runId: string; store: string }) => ({
  message: `There is no run ${show(d.runId)} in ${d.store}.`,
  remedy: "Check the run id and the store; searchRuns lists what is there.",
}));

/** No experiment of this id or name is in the store. */
export const ExperimentNotFound = defineError(
  "EXPERIMENT_NOT_FOUND",
  "input",
  (d: { experiment: string; store: string }) => ({
    message: `There is no experiment ${show(d.experiment)} in ${d.store}.`,
    remedy: "Check the name or id, or make it with setExperiment.",
  }),
);

/** An experiment, a registered model or another named thing is there already. */
export const AlreadyExists = defineError(
  "TRACKED_NAME_TAKEN",
  "state",
  (d: { what: string; name: string; deleted?: boolean }) => ({
    message: `The ${d.what} ${show(d.name)} already exists${d.deleted ? " and is deleted" : ""}.`,
    remedy: d.deleted
      ? "Restore it, or take another name."
      : "Use the one that is there, or take another name.",
  }),
);

/** A deleted run or experiment was written to. */
export const NotActive = defineError(
  "TRACKED_ENTITY_DELETED",
  "state",
  (d: { what: string; id: string }) => ({
    message: `The ${d.what} ${show(d.id)} is deleted and takes no records.`,
    remedy: "Restore it first, or write to another one.",
  }),
);

/** A key, a name or a path cannot be used: it would not mean the same in every store, or leaves its folder. */
export const InvalidTrackingName = defineError(
  "INVALID_TRACKING_NAME",
  "input",
  (d: { what: string; name: string; problem: string }) => ({
    message: `The ${d.what} ${show(d.name)} cannot be used: ${d.problem}.`,
    remedy:
      "Use letters, digits, _ - . : space and /, without empty, . or .. parts, and at most 250 characters.",
  }),
);

/** A key is a folder of another key: `loss` and `loss/train` cannot both be in the file layout. */
export const KeyClash = defineError(
  "TRACKED_KEY_CLASH",
  "input",
  (d: { runId: string; key: string; other: string }) => ({
    message: `The keys ${show(d.key)} and ${show(d.other)} of run ${d.runId} exclude each other: one would be a folder of the other.`,
    remedy: "Rename one of them.",
  }),
);

/** A metric's value, step or timestamp is not a number that MLflow takes. */
export const InvalidMetric = defineError(
  "INVALID_TRACKED_METRIC",
  "input",
  (d: { key: string; field: string; value: unknown; expected: string }) => ({
    message: `Metric ${show(d.key)} has the ${d.field} ${show(d.value)}, expected ${d.expected}.`,
    remedy: "Pass a number; NaN and infinities are allowed as values, not as steps or timestamps.",
  }),
);

/** A text value (of a tag or a description) is not text, or longer than MLflow takes. */
export const InvalidTrackedValue = defineError(
  "INVALID_TRACKED_VALUE",
  "input",
  (d: { what: string; key: string; problem: string }) => ({
    message: `The value of ${d.what} ${show(d.key)} cannot be kept: ${d.problem}.`,
    remedy: "Shorten it, or keep it as an artifact with logText.",
  }),
);

/** A parameter was logged before with another value. */
export const ParamClash = defineError(
  "PARAM_ALREADY_LOGGED",
  "state",
  (d: { runId: string; key: string; logged: string; given: string }) => ({
    message: `Parameter ${show(d.key)} of run ${d.runId} is already ${show(d.logged)}; it cannot become ${show(d.given)}.`,
    remedy: "Parameters do not change: log it under another name, or start a nested run.",
  }),
);

/** A run, a model or a version has no such tag. */
export const TagNotFound = defineError("TAG_NOT_FOUND", "input", (d: { id: string; key: string }) => ({
  message: `${show(d.id)} has no tag ${show(d.key)}.`,
  remedy: "Check the key.",
}));

/** A run was used after its end. */
export const RunEnded = defineError("RUN_ENDED", "state", (d: { runId: string; status: string }) => ({
  message: `Run ${d.runId} has ended with status ${d.status} and takes no more records through this handle.`,
  remedy: "Await every log call inside the run, or continue it with resumeRun.",
}));

/** An artifact is not there. */
export const ArtifactNotFound = defineError(
  "ARTIFACT_NOT_FOUND",
  "input",
  (d: { uri: string; path: string }) => ({
    message: `There is no artifact ${show(d.path)} in ${d.uri}.`,
    remedy: "store.artifacts.list shows what is there.",
  }),
);

/** A file of the store does not hold what it should. */
export const DamagedStore = defineError(
  "DAMAGED_TRACKING_STORE",
  "dependency",
  (d: { path: string; problem: string }) => ({
    message: `${d.path} is damaged: ${d.problem}.`,
    remedy: "Mend or remove the named file; the rest of the store is not affected.",
  }),
);

/** A filter or an order is not in MLflow's search grammar. */
export const InvalidFilter = defineError(
  "INVALID_SEARCH_FILTER",
  "input",
  (d: { filter: string; position: number; problem: string }) => ({
    message: `The filter ${show(d.filter)} fails at character ${d.position}: ${d.problem}.`,
    remedy:
      "Write comparisons joined by AND, such as: metrics.accuracy > 0.9 AND params.C = '10' AND tags.`mlflow.user` != 'me'.",
  }),
);

/** No registered model or version of this name, or no such alias. */
export const RegisteredModelNotFound = defineError(
  "REGISTERED_MODEL_NOT_FOUND",
  "input",
  (d: { name: string; version?: string; alias?: string }) => ({
    message: `There is no ${d.version ? `version ${d.version} of ` : d.alias ? `alias ${show(d.alias)} of ` : ""}registered model ${show(d.name)}.`,
    remedy: "store.registry.listRegisteredModels and listModelVersions show what is there.",
  }),
);

/** A gate did not let a version take an alias. */
export const PromotionRefused = defineError(
  "PROMOTION_REFUSED",
  "state",
  (d: { name: string; version: string; alias: string; reason: string }) => ({
    message: `Version ${d.version} of ${show(d.name)} does not become ${show(d.alias)}: ${d.reason}.`,
    remedy: "Train a better candidate, or change the gate; the refusal is recorded on the version.",
  }),
);

/** There is nothing to go back to. */
export const NoRollback = defineError(
  "NOTHING_TO_ROLL_BACK",
  "state",
  (d: { name: string; alias: string; reason: string }) => ({
    message: `The alias ${show(d.alias)} of ${show(d.name)} cannot be rolled back: ${d.reason}.`,
    remedy: "Set the alias to a version by hand with setAlias.",
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

/** A tracking server did not answer. */
export const ServerUnreachable = defineError(
  "TRACKING_SERVER_UNREACHABLE",
  "dependency",
  (d: { method: string; url: string; attempts: number; reason: string }) => ({
    message: `${d.method} ${d.url} got no usable answer in ${d.attempts} attempts: ${d.reason}.`,
    remedy: "Start the server or check MLFLOW_TRACKING_URI; syncedStore keeps records until it is back.",
  }),
);

/** The server keeps artifacts where only its own users can write. */
export const ArtifactsNotProxied = defineError(
  "ARTIFACTS_NOT_PROXIED",
  "dependency",
  (d: { artifactUri: string; server: string }) => ({
    message: `The artifacts at ${d.artifactUri} are not served by ${d.server}.`,
    remedy: "Start the server with --serve-artifacts (its default), or make the experiment on such a server.",
  }),
);

/** A tracking server answered with something that is not its API. */
export const UnexpectedAnswer = defineError(
  "UNEXPECTED_TRACKING_ANSWER",
  "dependency",
  (d: { method: string; url: string; problem: string }) => ({
    message: `${d.method} ${d.url} gave an answer that is not MLflow's: ${d.problem}.`,
    remedy: "Check that the URI is that of an MLflow server of version 2 or 3, without a proxy's login page.",
  }),
);

/** Not everything in a synced store is on its server. */
export const SyncPending = defineError(
  "SYNC_PENDING",
  "dependency",
  (d: { folder: string; server: string; waiting: number; refused: number; reason: string }) => ({
    message: `Of ${d.folder}, ${d.waiting} runs and versions wait for ${d.server}, and ${d.refused} records were refused: ${d.reason}.`,
    remedy:
      "Nothing is lost: the next synced store of this folder sends what waits. refused() names what was refused; mend the cause and call resendRefused().",
  }),
);

function refusalRemedy(status: number): string {
  if (status === 401) {
    return "Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.";
  }
  if (status === 403) {
    return "Check the user's rights; MLflow 3.5 and later also answer 403 to a Host header that is not in its --allowed-hosts.";
  }
  return "Correct the request as the server says.";
}

function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

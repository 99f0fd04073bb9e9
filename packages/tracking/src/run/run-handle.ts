import type { DatasetInput, ParamValue, RunLogger } from "@imdb/core";
import {
  anyNumber,
  checkOption,
  listOf,
  optional,
  optionsOf,
  recordOf,
  rule,
  text,
} from "@imdb/core/options";
import { checkRecord } from "../entities/check-record.js";
import { LIMITS, truncate } from "../entities/names.js";
import {
  DATASET_CONTEXT_TAG,
  type EndStatus,
  type Metric,
  type RunBatch,
  type RunDataset,
  type RunIdentity,
} from "../entities/run.js";
import { InvalidTrackedValue } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { putTree } from "./artifact-tree.js";
import { type EndHooks, type RunEnd, runEnd } from "./end-run.js";
import { type LoggedModelLink, logModel, type ModelOptions } from "./log-model.js";

/** The step and time of a measurement. */
export interface MetricPoint {
  /** An integer; default 0. */
  readonly step?: number;
  /** Milliseconds since 1970; default: now. */
  readonly timestamp?: number;
  /** The logged model that was measured: MLflow shows the value on the model's page too. */
  readonly modelId?: string;
}

// A wrong step or timestamp is refused by the store, which names the metric.
const checkedByStore = rule<number>("a number", () => true);
const metricPointOptions = optionsOf<MetricPoint, keyof MetricPoint>({
  step: optional(checkedByStore),
  timestamp: optional(checkedByStore),
  modelId: optional(text),
});

/** An open run. The promise of every method resolves when its records are kept. */
export interface ActiveRun extends RunLogger, AsyncDisposable {
  readonly runName: string;
  readonly experimentId: string;
  /** URI of the folder of its artifacts. */
  readonly artifactUri: string;
  logParam(key: string, value: ParamValue): Promise<void>;
  logMetric(key: string, value: number, at?: MetricPoint): Promise<void>;
  logMetrics(metrics: Readonly<Record<string, number>>, at?: MetricPoint): Promise<void>;
  setTag(key: string, value: string): Promise<void>;
  deleteTag(key: string): Promise<void>;
  /** Keeps a copy of every file of a folder, below `path`. */
  logArtifacts(localFolder: string, path?: string): Promise<void>;
  /** Keeps a value as a JSON artifact. */
  logDict(value: unknown, path: string): Promise<void>;
  /** Keeps a figure: SVG text, or the bytes of a PNG. */
  logFigure(figure: string | Uint8Array, path: string): Promise<void>;
  logInput(dataset: LoggedDataset): Promise<void>;
  /** Keeps a bundle as a model of the run, as MLflow 3 shows models; see {@link ModelOptions}. */
  logModel(bundleFolder: string, options: ModelOptions): Promise<LoggedModelLink>;
  /**
   * Ends the run; default status FINISHED. A call after the end is recorded does nothing. When recording it fails, the
   * call rejects, nothing more can be logged, and a further call tries again.
   *
   * @throws `INVALID_OPTION`, and what the store throws.
   */
  end(status?: EndStatus): Promise<void>;
}

/** What the handle of a run works with. */
interface RunState {
  readonly store: TrackingStore;
  readonly run: RunIdentity;
  /** The last record of each metric. */
  readonly lastMetrics: Map<string, Metric>;
  readonly ending: RunEnd;
}

/**
 * Makes the handle of a run.
 *
 * @param logged  The latest metrics of a run that is resumed.
 */
export function runHandle(
  store: TrackingStore,
  run: RunIdentity,
  logged: readonly Metric[],
  hooks: EndHooks,
): ActiveRun {
  const lastMetrics = new Map(logged.map((metric) => [metric.key, metric]));
  const { runId } = run;
  const ending = runEnd(store, runId, hooks);
  const state: RunState = { store, run, lastMetrics, ending };
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    ending.assertOpen();
    return work();
  };
  const log = (batch: RunBatch) => whileOpen(() => store.logBatch(runId, batch));
  const put = (path: string, bytes: Uint8Array) =>
    whileOpen(() => store.artifacts.putBytes({ runId }, path, bytes));
  return {
    ...run,
    logParam: (key, value) => log({ params: paramTexts({ [key]: value }) }),
    logParams: async (params) => log({ params: paramTexts(params) }),
    logMetric: (key, value, at) => logMetrics(state, { [key]: value }, at),
    logMetrics: (metrics, at) => logMetrics(state, metrics, at),
    setTag: (key, value) => log({ tags: tagTexts({ [key]: value }) }),
    setTags: async (tags) => log({ tags: tagTexts(tags) }),
    deleteTag: (key) => whileOpen(() => store.deleteTag(runId, key)),
    logText: async (content, path) => put(path, Buffer.from(checkOption("text", content, text, "logText"))),
    logDict: (value, path) =>
      whileOpen(() => store.artifacts.putBytes({ runId }, path, jsonBytes(value, path))),
    logFigure: (figure, path) => put(path, typeof figure === "string" ? Buffer.from(figure) : figure),
    logArtifact: (localPath, path) =>
      whileOpen(() => putTree(store.artifacts, { runId }, localPath, path, "with its name")),
    logArtifacts: (localFolder, path) =>
      whileOpen(() => putTree(store.artifacts, { runId }, localFolder, path, "its content")),
    logInput: (dataset) => whileOpen(async () => store.logInputs(runId, [runDataset(dataset)])),
    logModel: (bundleFolder, options) =>
      whileOpen(() => logModel(store, run, [...lastMetrics.values()], bundleFolder, options)),
    end: (status) => ending.end(status),
    [Symbol.asyncDispose]: () => ending.leave(),
  };
}

/** @throws `INVALID_TRACKED_VALUE` for a value that JSON does not have: a bigint, a function, one that holds itself. */
function jsonBytes(value: unknown, path: string): Uint8Array {
  let problem = "JSON has no such value";
  try {
    const text = JSON.stringify(value, null, 2) as string | undefined;
    if (text !== undefined) return Buffer.from(`${text}\n`);
  } catch (cause) {
    problem = (cause as Error).message;
  }
  throw InvalidTrackedValue.create({ what: "JSON artifact", key: path, problem });
}

/** Called for every metric: it awaits one promise, and looks at the options' names without the schema. */
async function logMetrics(
  state: RunState,
  metrics: Readonly<Record<string, number>>,
  at: MetricPoint = {},
): Promise<void> {
  state.ending.assertOpen();
  if (!isMetricPoint(at)) metricPointOptions.resolve(at, "logMetrics");
  checkRecord("metrics", metrics);
  const { step = 0, timestamp = Date.now(), modelId } = at;
  const records: Metric[] = [];
  for (const key of Object.keys(metrics)) {
    records.push({ key, value: metrics[key]!, timestamp, step, ...(modelId && { modelId }) });
  }
  await state.store.logBatch(state.run.runId, { metrics: records });
  for (const record of records) state.lastMetrics.set(record.key, record);
}

/** Whether a value has the form of a point, its values apart, which the stores check. */
function isMetricPoint(at: unknown): boolean {
  if (typeof at !== "object" || at === null) return false;
  for (const name in at) if (name !== "step" && name !== "timestamp" && name !== "modelId") return false;
  return true;
}

/**
 * Parameters as texts. Booleans and `null` are written as Python writes them, so that runs of both languages can be
 * compared. A value of over 6,000 characters is cut, as MLflow does.
 */
function paramTexts(params: Readonly<Record<string, ParamValue>>): Record<string, string> {
  return mapValues("params", params, (value) => {
    const text =
      value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value);
    return truncate(text, LIMITS.paramValue);
  });
}

/** Tags as MLflow keeps them: a value of over 8,000 characters is cut. */
export function tagTexts(tags: Readonly<Record<string, string>>): Record<string, string> {
  // A value that is not a text is refused by the store.
  return mapValues("tags", tags, (value) =>
    typeof value === "string" ? truncate(value, LIMITS.tagValue) : value,
  );
}

/** A record without a prototype, in which a key such as __proto__ is a key like any other. */
function mapValues<T>(
  name: "params" | "tags",
  record: Readonly<Record<string, T>>,
  map: (value: T) => string,
): Record<string, string> {
  checkRecord(name, record);
  const texts: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(record)) texts[key] = map(value);
  return texts;
}

/** A dataset that a run used. */
export interface LoggedDataset extends DatasetInput {
  /** Names and MLflow types (`string`, `double`, `long`, …) of the columns. Default: a text and a label. */
  readonly schema?: readonly { readonly name: string; readonly type: string }[];
  /** The kind of `source`: `local`, `http` or `code`. Default: `http` for a URL, else `local`. */
  readonly sourceType?: string;
}

const datasetOptions = optionsOf<LoggedDataset, "profile" | "sourceType">({
  name: text,
  digest: text,
  source: text,
  context: text,
  profile: optional(recordOf(anyNumber)),
  schema: [
    [
      { name: "text", type: "string" },
      { name: "label", type: "string" },
    ],
    listOf(rule("a column's name and type", (column) => typeof Object(column).name === "string")),
  ],
  sourceType: optional(text),
});

const DIGEST_LENGTH = 36;

/**
 * A dataset as MLflow keeps it: source, schema and profile are JSON texts. MLflow's digests have at most 36 characters,
 * so a longer one (a SHA-256) is cut; the profile has the whole digest.
 */
function runDataset(given: LoggedDataset): RunDataset {
  const { name, digest, source, context, profile, schema, sourceType } = datasetOptions.resolve(
    given,
    "logInput",
  );
  const isUrl = /^https?:/.test(source);
  const columns = schema.map((column) => ({ ...column, required: true }));
  return {
    name,
    digest: digest.replace(/^sha256:/, "").slice(0, DIGEST_LENGTH),
    sourceType: sourceType ?? (isUrl ? "http" : "local"),
    source: JSON.stringify(isUrl ? { url: source } : { uri: source }),
    schema: JSON.stringify({ mlflow_colspec: columns }),
    profile: JSON.stringify({ ...profile, version: digest }),
    tags: { [DATASET_CONTEXT_TAG]: context },
  };
}

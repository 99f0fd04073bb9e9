import type { DatasetInput, ParamValue, RunLogger } from "@imdb/core";
import { LIMITS, truncate } from "../entities/names.js";
import {
  DATASET_CONTEXT_TAG,
  type EndStatus,
  type Metric,
  type RunBatch,
  type RunDataset,
  type RunIdentity,
} from "../entities/run.js";
import { RunEnded } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { putTree } from "./artifact-tree.js";
import { type LoggedModelLink, logModel, type ModelOptions } from "./log-model.js";

/** When a metric was measured. */
export interface MetricPoint {
  /** Whole number; default 0. */
  readonly step?: number;
  /** Milliseconds since 1970; default: now. */
  readonly timestamp?: number;
  /** The logged model that was measured: MLflow shows the value on the model's page too. */
  readonly modelId?: string;
}

/** An open run. Every method resolves when its records are kept. */
export interface ActiveRun extends RunLogger, AsyncDisposable {
  readonly runName: string;
  readonly experimentId: string;
  /** URI of the folder its artifacts are in. */
  readonly artifactUri: string;
  logParam(key: string, value: ParamValue): Promise<void>;
  logMetric(key: string, value: number, at?: MetricPoint): Promise<void>;
  logMetrics(metrics: Readonly<Record<string, number>>, at?: MetricPoint): Promise<void>;
  setTag(key: string, value: string): Promise<void>;
  deleteTag(key: string): Promise<void>;
  /** Keeps a copy of every file of a folder, below `path`. */
  logArtifacts(localFolder: string, path?: string): Promise<void>;
  /** Keeps a JSON value as a `.json` (or whatever `path` says) artifact. */
  logDict(value: unknown, path: string): Promise<void>;
  /** Keeps a figure: SVG text, or the bytes of a PNG. */
  logFigure(figure: string | Uint8Array, path: string): Promise<void>;
  logInput(dataset: LoggedDataset): Promise<void>;
  /** Keeps a bundle as a model of the run, as MLflow 3 shows models; see {@link ModelOptions}. */
  logModel(bundleFolder: string, options: ModelOptions): Promise<LoggedModelLink>;
  /** Ends the run; default FINISHED. A second call does nothing. */
  end(status?: EndStatus): Promise<void>;
}

/**
 * Makes the handle of a run.
 *
 * @param logged     The latest metrics of a run that is opened again.
 * @param beforeEnd  Called once; its failure is told after the run has ended.
 */
export function runHandle(
  store: TrackingStore,
  facts: RunIdentity,
  logged: readonly Metric[],
  beforeEnd: () => Promise<void>,
): ActiveRun {
  let ended: EndStatus | undefined;
  const { runId } = facts;
  const last = new Map(logged.map((metric) => [metric.key, metric]));

  async function whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (ended) throw RunEnded.create({ runId, status: ended });
    return work();
  }

  const log = (batch: RunBatch) => whileOpen(() => store.logBatch(runId, batch));
  const put = (path: string, bytes: Uint8Array) =>
    whileOpen(() => store.artifacts.putBytes({ runId }, path, bytes));

  async function end(status: EndStatus = "FINISHED"): Promise<void> {
    if (ended) return;
    ended = status;
    try {
      await beforeEnd();
    } finally {
      await store.updateRun(runId, { status, endTime: Date.now() });
    }
  }

  const logMetrics: ActiveRun["logMetrics"] = async (metrics, at = {}) => {
    const { step = 0, timestamp = Date.now(), modelId } = at;
    const records = Object.entries(metrics).map(
      ([key, value]): Metric => ({ key, value, timestamp, step, ...(modelId && { modelId }) }),
    );
    await log({ metrics: records });
    for (const record of records) last.set(record.key, record);
  };

  return {
    ...facts,
    logParam: (key, value) => log({ params: paramTexts({ [key]: value }) }),
    logParams: (params) => log({ params: paramTexts(params) }),
    logMetric: (key, value, at) => logMetrics({ [key]: value }, at),
    logMetrics,
    setTag: (key, value) => log({ tags: tagTexts({ [key]: value }) }),
    setTags: (tags) => log({ tags: tagTexts(tags) }),
    deleteTag: (key) => whileOpen(() => store.deleteTag(runId, key)),
    logText: (text, path) => put(path, Buffer.from(text)),
    logDict: (value, path) => put(path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`)),
    logFigure: (figure, path) => put(path, typeof figure === "string" ? Buffer.from(figure) : figure),
    logArtifact: (localPath, path) =>
      whileOpen(() => putTree(store.artifacts, { runId }, localPath, path, "with its name")),
    logArtifacts: (localFolder, path) =>
      whileOpen(() => putTree(store.artifacts, { runId }, localFolder, path, "its content")),
    logInput: (dataset) => whileOpen(async () => store.logInputs(runId, [datasetOf(dataset)])),
    logModel: (bundleFolder, options) =>
      whileOpen(() => logModel(store, facts, [...last.values()], bundleFolder, options)),
    end,
    // Whoever leaves the block before calling end() did not get to its last line.
    [Symbol.asyncDispose]: () => end("FAILED"),
  };
}

/**
 * Parameters as texts: booleans as Python writes them, so that runs of both sides compare; a value of over
 * 6,000 characters is cut there, as MLflow does.
 */
function paramTexts(params: Readonly<Record<string, ParamValue>>): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(params)) {
    const text =
      value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value);
    texts[key] = truncate(text, LIMITS.paramValue);
  }
  return texts;
}

/** Tags as MLflow keeps them: a value of over 8,000 characters is cut there. */
export function tagTexts(tags: Readonly<Record<string, string>>): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(tags)) {
    texts[key] = typeof value === "string" ? truncate(value, LIMITS.tagValue) : value;
  }
  return texts;
}

/** A dataset with its columns, where they are known. */
export interface LoggedDataset extends DatasetInput {
  /** Column names and MLflow types (`string`, `double`, `long`, …). Default: a text and a label. */
  readonly schema?: readonly { readonly name: string; readonly type: string }[];
  /** What `source` is: `local` (default), `http`, `code`. */
  readonly sourceType?: string;
}

const DIGEST_LENGTH = 36;
const TEXT_AND_LABEL = [
  { name: "text", type: "string" },
  { name: "label", type: "string" },
];

/**
 * A dataset input as MLflow keeps it: source, schema and profile are JSON texts. MLflow's digests have at most
 * 36 characters, so a longer one (a SHA-256) is truncate, and whole in the profile.
 */
function datasetOf(input: LoggedDataset): RunDataset {
  const digest = input.digest.replace(/^sha256:/, "").slice(0, DIGEST_LENGTH);
  const columns = (input.schema ?? TEXT_AND_LABEL).map((column) => ({ ...column, required: true }));
  return {
    name: input.name,
    digest,
    sourceType: input.sourceType ?? (/^https?:/.test(input.source) ? "http" : "local"),
    source: JSON.stringify(/^https?:/.test(input.source) ? { url: input.source } : { uri: input.source }),
    schema: JSON.stringify({ mlflow_colspec: columns }),
    profile: JSON.stringify({ ...input.profile, version: input.digest }),
    tags: { [DATASET_CONTEXT_TAG]: input.context },
  };
}

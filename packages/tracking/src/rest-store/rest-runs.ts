import { randomUUID } from "node:crypto";
import { parseWith } from "@imdb/core";
import * as z from "zod";
import { checkRecord, checkRecords } from "../entities/check-record.js";
import { parseRunModelId } from "../entities/model.js";
import { assertBatch, assertId, assertKey, LIMITS } from "../entities/names.js";
import { byStep, type Metric, type Run, type RunBatch, type RunDataset } from "../entities/run.js";
import { RunNotFound, TagNotFound } from "../errors.js";
import { parseFilter } from "../search/parse-filter.js";
import {
  type NewRun,
  type Page,
  type RunSearch,
  runSearchOptions,
  runUpdateOptions,
  type TrackingStore,
} from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { metricWire, runWire } from "./record-wires.js";
import { isMissing, withExperimentErrors, withRunErrors } from "./server-errors.js";
import { allPages, findByRequest, pageWire, REQUEST_TAG, toPairs } from "./wire.js";

const oneRun = z.object({ run: runWire });
const runPage = pageWire("runs", runWire);
const metricPage = pageWire("metrics", metricWire);
const HISTORY_PAGE = 25_000;

/** The methods of a store that are about runs, on an MLflow server. */
export function restRuns(http: Http) {
  return {
    createRun: (run) => createRun(http, run),
    getRun: (runId) => getRun(http, runId),
    async updateRun(runId, update) {
      const { status, endTime, runName } = runUpdateOptions.resolve(update, "updateRun");
      // A field that is `undefined` is not in the JSON, so it stays.
      await post(http, "runs/update", runId, { status, end_time: endTime, run_name: runName });
    },
    deleteRun: (runId) => post(http, "runs/delete", runId, {}),
    restoreRun: (runId) => post(http, "runs/restore", runId, {}),
    async logBatch(runId, batch) {
      assertBatch(batch);
      for (const part of splitBatch(batch)) await post(http, "runs/log-batch", runId, part);
    },
    deleteTag: (runId, key) => deleteTag(http, runId, key),
    logInputs: (runId, datasets) => logInputs(http, runId, datasets),
    async logOutputs(runId, models) {
      checkRecords("outputs", models);
      const outputs = models.map(({ modelId, step }) => ({ model_id: modelId, step }));
      await post(http, "runs/outputs", runId, { models: outputs });
    },
    getMetricHistory: (runId, key) => getMetricHistory(http, runId, key),
    searchRuns: (search) => searchRuns(http, search),
  } satisfies Partial<TrackingStore>;
}

async function post(http: Http, path: string, runId: string, input: object): Promise<void> {
  assertId("run id", runId);
  await withRunErrors(runId, http.baseUrl, () => http.call("POST", path, { run_id: runId, ...input }));
}

async function getRun(http: Http, runId: string): Promise<Run> {
  assertId("run id", runId);
  const answer = await withRunErrors(runId, http.baseUrl, () =>
    http.call("GET", "runs/get", { run_id: runId }),
  );
  return parseWith(oneRun, answer, "The run").run;
}

async function createRun(http: Http, run: NewRun): Promise<Run> {
  checkRecord("run", run);
  const { experimentId, runName, userId, startTime, tags } = run;
  assertBatch({ tags });
  const request = randomUUID();
  const findExisting = async () => {
    const existing = await findByRequest(http, "runs/search", runPage, experimentId, request);
    return existing && { run: { info: { run_id: existing.info.runId, experiment_id: experimentId } } };
  };
  const input = {
    experiment_id: experimentId,
    run_name: runName,
    user_id: userId,
    start_time: startTime,
    tags: toPairs({ ...tags, [REQUEST_TAG]: request }),
  };
  const answer = await withExperimentErrors(experimentId, http.baseUrl, () =>
    http.call("POST", "runs/create", input, findExisting),
  );
  return getRun(http, parseWith(oneRun, answer, "The new run").run.info.runId);
}

async function deleteTag(http: Http, runId: string, key: string): Promise<void> {
  assertKey("tag", key);
  assertId("run id", runId);
  try {
    await http.call("POST", "runs/delete-tag", { run_id: runId, key });
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw /No tag/.test((cause as Error).message)
      ? TagNotFound.create({ id: runId, key }, { cause })
      : RunNotFound.create({ runId, store: http.baseUrl }, { cause });
  }
}

async function logInputs(http: Http, runId: string, datasets: readonly RunDataset[]): Promise<void> {
  checkRecords("datasets", datasets);
  const inputs = datasets.map(({ name, digest, sourceType, source, schema, profile, tags }) => ({
    dataset: { name, digest, source_type: sourceType, source, schema, profile },
    tags: toPairs(tags),
  }));
  await post(http, "runs/log-inputs", runId, { datasets: inputs });
}

async function getMetricHistory(http: Http, runId: string, key: string): Promise<Metric[]> {
  assertId("run id", runId);
  assertKey("metric", key);
  const input = { run_id: runId, metric_key: key, max_results: HISTORY_PAGE };
  const records = await allPages(metricPage, "The metric history", (page) =>
    withRunErrors(runId, http.baseUrl, () => http.call("GET", "metrics/get-history", { ...input, ...page })),
  );
  return records.sort(byStep);
}

async function searchRuns(http: Http, search: RunSearch): Promise<Page<Run>> {
  const { experimentIds, filter, view, orderBy, maxResults, pageToken } = runSearchOptions.resolve(
    search,
    "searchRuns",
  );
  // Parsed here too, so that every store throws the same error for a wrong filter.
  parseFilter(filter);
  const answer = await http.call("POST", "runs/search", {
    experiment_ids: experimentIds,
    filter: filter || undefined,
    run_view_type: view,
    order_by: orderBy,
    max_results: maxResults,
    page_token: pageToken,
  });
  return parseWith(runPage, answer, "The runs");
}

/** The body of one `runs/log-batch`. */
interface WireBatch {
  readonly metrics: {
    key: string;
    value: number | string;
    timestamp: number;
    step: number;
    model_id?: string;
  }[];
  readonly params: { key: string; value: string }[];
  readonly tags: { key: string; value: string }[];
}

/** The limit for the records of one request, without the rest of its JSON. */
const MAX_RECORD_BYTES = LIMITS.batchBytes - 10_000;

/**
 * Splits a batch into as few requests as MLflow's limits allow: 1,000 metrics, 100 params, 100 tags, 1,000 records in
 * all, and 1 MB. Params and tags come first; metrics keep their order.
 */
function splitBatch({ metrics = [], params = {}, tags = {} }: RunBatch): WireBatch[] {
  const batches: WireBatch[] = [];
  let batch: WireBatch | undefined;
  let bytes = 0;

  function add<K extends keyof WireBatch>(kind: K, limit: number, item: WireBatch[K][number]): void {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const entities = batch ? batch.metrics.length + batch.params.length + batch.tags.length : 0;
    if (
      !batch ||
      batch[kind].length >= limit ||
      entities >= LIMITS.batchEntities ||
      bytes + size > MAX_RECORD_BYTES
    ) {
      batch = { metrics: [], params: [], tags: [] };
      batches.push(batch);
      bytes = 0;
    }
    (batch[kind] as WireBatch[K][number][]).push(item);
    bytes += size;
  }

  for (const [key, value] of Object.entries(params)) add("params", LIMITS.batchParams, { key, value });
  for (const [key, value] of Object.entries(tags)) add("tags", LIMITS.batchTags, { key, value });
  for (const { key, value, timestamp, step, modelId } of metrics) {
    // A server without logged models has no field for their ids.
    const measured = modelId && !parseRunModelId(modelId) ? { model_id: modelId } : {};
    const number = Number.isFinite(value) ? value : String(value);
    add("metrics", LIMITS.batchMetrics, { key, value: number, timestamp, step, ...measured });
  }
  return batches;
}

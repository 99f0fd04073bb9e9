import { randomUUID } from "node:crypto";
import { parseWith } from "@imdb/core";
import { z } from "zod";
import { parseRunModelId } from "../entities/model.js";
import { assertBatch, assertId, assertKey, LIMITS } from "../entities/names.js";
import type { Run, RunBatch } from "../entities/run.js";
import { RunNotFound, TagNotFound } from "../errors.js";
import { parseFilter } from "../search/parse-filter.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { metricWire, runWire } from "./record-wires.js";
import { isMissing, ofExperiment, ofRun } from "./refusals.js";
import { allPages, madeBy, pageWire, REQUEST_TAG, toPairs } from "./wire.js";

const oneRun = z.object({ run: runWire });
const manyRuns = pageWire("runs", runWire);
const history = pageWire("metrics", metricWire);
const HISTORY_PAGE = 25_000;

/** The runs of an MLflow server. */
// Over 80 lines: a list of short methods, one for each call about runs.
export function restRuns(http: Http) {
  const store = http.baseUrl;

  async function post(path: string, runId: string, input: object): Promise<void> {
    assertId("run id", runId);
    await ofRun(runId, store, () => http.call("POST", path, { run_id: runId, ...input }));
  }

  async function getRun(runId: string): Promise<Run> {
    assertId("run id", runId);
    const answer = await ofRun(runId, store, () => http.call("GET", "runs/get", { run_id: runId }));
    return parseWith(oneRun, answer, "The run").run;
  }

  return {
    async createRun({ experimentId, runName, userId, startTime, tags }) {
      assertBatch({ tags });
      const own = randomUUID();
      const done = async () => {
        const made = await madeBy(http, "runs/search", manyRuns, experimentId, own);
        return made && { run: { info: { run_id: made.info.runId, experiment_id: experimentId } } };
      };
      const input = {
        experiment_id: experimentId,
        run_name: runName,
        user_id: userId,
        start_time: startTime,
        tags: toPairs({ ...tags, [REQUEST_TAG]: own }),
      };
      const answer = await ofExperiment(experimentId, store, () =>
        http.call("POST", "runs/create", input, done),
      );
      return getRun(parseWith(oneRun, answer, "The new run").run.info.runId);
    },
    getRun,
    // What is left out stays: JSON has no `undefined`.
    updateRun: (runId, { status, endTime, runName }) =>
      post("runs/update", runId, { status, end_time: endTime, run_name: runName }),
    deleteRun: (runId) => post("runs/delete", runId, {}),
    restoreRun: (runId) => post("runs/restore", runId, {}),
    async logBatch(runId, batch) {
      assertBatch(batch);
      for (const part of splitBatch(batch)) await post("runs/log-batch", runId, part);
    },
    async deleteTag(runId, key) {
      assertKey("tag", key);
      assertId("run id", runId);
      try {
        await http.call("POST", "runs/delete-tag", { run_id: runId, key });
      } catch (cause) {
        if (!isMissing(cause)) throw cause;
        throw /No tag/.test((cause as Error).message)
          ? TagNotFound.create({ id: runId, key }, { cause })
          : RunNotFound.create({ runId, store }, { cause });
      }
    },
    async logInputs(runId, datasets) {
      const inputs = datasets.map(({ name, digest, sourceType, source, schema, profile, tags }) => ({
        dataset: { name, digest, source_type: sourceType, source, schema, profile },
        tags: toPairs(tags),
      }));
      await post("runs/log-inputs", runId, { datasets: inputs });
    },
    async logOutputs(runId, models) {
      const outputs = models.map(({ modelId, step }) => ({ model_id: modelId, step }));
      await post("runs/outputs", runId, { models: outputs });
    },
    async getMetricHistory(runId, key) {
      assertId("run id", runId);
      assertKey("metric", key);
      const input = { run_id: runId, metric_key: key, max_results: HISTORY_PAGE };
      const records = await allPages(history, "The metric history", (page) =>
        ofRun(runId, store, () => http.call("GET", "metrics/get-history", { ...input, ...page })),
      );
      return records.sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
    },
    async searchRuns({
      experimentIds,
      filter,
      view = "ACTIVE_ONLY",
      orderBy = [],
      maxResults = 1_000,
      pageToken,
    }) {
      // Mistakes are told the same way in every store.
      if (filter) parseFilter(filter);
      const answer = await http.call("POST", "runs/search", {
        experiment_ids: experimentIds,
        filter,
        run_view_type: view,
        order_by: orderBy,
        max_results: maxResults,
        page_token: pageToken,
      });
      return parseWith(manyRuns, answer, "The runs");
    },
  } satisfies Partial<TrackingStore>;
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

/** Room for what stands around the records. */
const BYTES = LIMITS.batchBytes - 10_000;

/**
 * Cuts a batch into as few requests as MLflow's limits allow: 1,000 metrics, 100 params, 100 tags, 1,000 of all
 * of them, and 1 MB. Params and tags come first, metrics in their order.
 */
function splitBatch({ metrics = [], params = {}, tags = {} }: RunBatch): WireBatch[] {
  const batches: WireBatch[] = [];
  let batch: WireBatch | undefined;
  let bytes = 0;

  function add<K extends keyof WireBatch>(kind: K, limit: number, item: WireBatch[K][number]): void {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const entities = batch ? batch.metrics.length + batch.params.length + batch.tags.length : 0;
    if (!batch || batch[kind].length >= limit || entities >= LIMITS.batchEntities || bytes + size > BYTES) {
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
    // A server without logged models has no field for them.
    const measured = modelId && !parseRunModelId(modelId) ? { model_id: modelId } : {};
    const number = Number.isFinite(value) ? value : String(value);
    add("metrics", LIMITS.batchMetrics, { key, value: number, timestamp, step, ...measured });
  }
  return batches;
}

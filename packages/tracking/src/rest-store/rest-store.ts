import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseWith } from "@imdb/core";
import { z } from "zod";
import type { Metric } from "../entities/metric.js";
import { assertBatch, assertKey, assertLoggedModelName, assertRunId } from "../entities/names.js";
import type { Run } from "../entities/run.js";
import {
  ExperimentNotFound,
  ModelNotFound,
  NotActive,
  ParamClash,
  RunNotFound,
  ServerRefused,
  TagNotFound,
} from "../errors.js";
import { parseFilter } from "../search/parse-filter.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { splitBatch } from "./batches.js";
import { type ConnectionOptions, resolveConnection } from "./connection.js";
import { createHttp } from "./http.js";
import { isMissing } from "./missing.js";
import { type Outbox, openOutbox } from "./outbox.js";
import type { Operation } from "./outbox-file.js";
import { restArtifacts } from "./rest-artifacts.js";
import { restExperiments } from "./rest-experiments.js";
import { restRegistry } from "./rest-registry.js";
import { loggedModelWire, metricWire, runWire, toPairs } from "./wire.js";

/** Options of {@link restStore}. */
export interface RestStoreOptions extends ConnectionOptions {
  /**
   * Folder in which records for a server that is away are kept until it is back. Without it they are refused
   * with `TRACKING_SERVER_UNREACHABLE` after the retries.
   */
  readonly outbox?: string | undefined;
}

/** The body of a request about a run. */
type RunRequest = { readonly run_id: string; readonly [field: string]: unknown };

const oneRun = z.object({ run: runWire });
const manyRuns = z.object({ runs: z.array(runWire).default([]), next_page_token: z.string().optional() });
const history = z.object({
  metrics: z.array(metricWire).default([]),
  next_page_token: z.string().optional(),
});
const oneModel = z.object({ model: loggedModelWire });

/** With an outbox a request is not tried for long: the outbox waits better. */
const RETRIES_WITH_OUTBOX = 1;
/** Tells a run that was made, though the answer got lost, from everybody else's. */
const REQUEST_TAG = "imdb.request";
const HISTORY_PAGE = 25_000;

/**
 * Keeps everything on an MLflow server of version 2 or 3, over its REST API; artifacts go through its proxy.
 *
 * Requests are cut to the server's limits, repeated with growing pauses while it is away or overloaded, and safe
 * to repeat: a run, an experiment or a model version whose answer got lost is found again, not made twice.
 *
 * @param uri  Default `MLFLOW_TRACKING_URI`.
 * @throws `INVALID_OPTION`
 * @example
 * const tracker = createTracker({ store: restStore("http://localhost:5000", { outbox: "./outbox" }) });
 */
export function restStore(uri?: string, options: RestStoreOptions = {}): TrackingStore {
  const connection = resolveConnection(uri, options);
  const http = createHttp(connection);
  const patient = Math.min(connection.retries, RETRIES_WITH_OUTBOX);
  const outboxHttp = options.outbox ? createHttp({ ...connection, retries: patient }) : http;
  const outbox = options.outbox ? openOutbox(options.outbox, perform) : undefined;
  const artifactUris = new Map<string, string>();
  const artifacts = restArtifacts(http, artifactUri);
  const outboxArtifacts = restArtifacts(outboxHttp, artifactUri);
  const store = connection.baseUrl;

  async function perform(operation: Operation): Promise<void> {
    if ("call" in operation) {
      const { method, path, input } = operation.call;
      await outboxHttp.call(method, path, input);
      return;
    }
    const { owner, path, blob } = operation.artifact;
    await outboxArtifacts.putFile(owner, path, (outbox as Outbox).file.blobPath(blob));
  }

  async function deliver(path: string, input: RunRequest): Promise<void> {
    assertRunId(input.run_id);
    const operation = { call: { method: "POST", path, input } } as const;
    await asRunError(input.run_id, () => (outbox ? outbox.deliver(operation) : perform(operation)));
  }

  async function putThroughOutbox(owner: ArtifactOwner, path: string, bytes: Uint8Array): Promise<void> {
    const { file, deliver } = outbox as Outbox;
    // The bytes go to disk first: while the server is away there is no other copy that lasts.
    await deliver({ artifact: { owner, path, blob: file.keepBlob(bytes) } });
  }

  async function artifactUri(owner: ArtifactOwner): Promise<string> {
    const id = "runId" in owner ? owner.runId : owner.modelId;
    const known = artifactUris.get(id);
    if (known !== undefined) return known;
    const found =
      "runId" in owner ? (await getRun(id)).info.artifactUri : (await getLoggedModel(id)).artifactUri;
    artifactUris.set(id, found);
    return found;
  }

  async function getRun(runId: string): Promise<Run> {
    assertRunId(runId);
    const answer = await asRunError(runId, () => http.call("GET", "runs/get", { run_id: runId }));
    return parseWith(oneRun, answer, "The run").run;
  }

  async function getLoggedModel(modelId: string) {
    assertRunId(modelId);
    const answer = await asModelError(modelId, () => http.call("GET", `logged-models/${modelId}`, {}));
    return parseWith(oneModel, answer, "The logged model").model;
  }

  async function asRunError<T>(runId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (!ServerRefused.is(cause)) throw cause;
      const { reason } = cause.details;
      if (isMissing(cause)) throw RunNotFound.create({ runId, store }, { cause });
      if (/must be in the 'active' state/.test(reason))
        throw NotActive.create({ what: "run", id: runId }, { cause });
      const clash = paramClash(runId, reason);
      throw clash ? ParamClash.create(clash, { cause }) : cause;
    }
  }

  return {
    uri: store,
    registry: restRegistry(http),
    artifacts: outbox
      ? {
          ...artifacts,
          putBytes: putThroughOutbox,
          putFile: async (owner, path, localFile) => putThroughOutbox(owner, path, await readFile(localFile)),
        }
      : artifacts,

    ...restExperiments(http),

    async createRun({ experimentId, runName, userId, startTime, tags }) {
      assertBatch({ tags });
      const request = randomUUID();
      const done = async () => {
        const filter = `tags.\`${REQUEST_TAG}\` = '${request}'`;
        const answer = await http.call("POST", "runs/search", { experiment_ids: [experimentId], filter });
        const [run] = parseWith(manyRuns, answer, "The runs").runs;
        return run && { run: { info: { run_id: run.info.runId, experiment_id: experimentId } } };
      };
      const input = {
        run_name: runName,
        user_id: userId,
        start_time: startTime,
        tags: toPairs({ ...tags, [REQUEST_TAG]: request }),
      };
      try {
        const answer = await http.call(
          "POST",
          "runs/create",
          { experiment_id: experimentId, ...input },
          done,
        );
        return await getRun(parseWith(oneRun, answer, "The new run").run.info.runId);
      } catch (cause) {
        if (isMissing(cause)) throw ExperimentNotFound.create({ experiment: experimentId, store }, { cause });
        throw cause;
      }
    },
    getRun,
    async updateRun(runId, { status, endTime, runName }) {
      await deliver("runs/update", {
        run_id: runId,
        ...(status !== undefined && { status }),
        ...(endTime !== undefined && { end_time: endTime }),
        ...(runName !== undefined && { run_name: runName }),
      });
    },
    deleteRun: (runId) => deliver("runs/delete", { run_id: runId }),
    restoreRun: (runId) => deliver("runs/restore", { run_id: runId }),
    async logBatch(runId, batch) {
      assertBatch(batch);
      for (const part of splitBatch(batch)) await deliver("runs/log-batch", { run_id: runId, ...part });
    },
    async deleteTag(runId, key) {
      assertKey("tag", key);
      assertRunId(runId);
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
      await deliver("runs/log-inputs", { run_id: runId, datasets: inputs });
    },
    async logOutputs(runId, models) {
      const outputs = models.map(({ modelId, step }) => ({ model_id: modelId, step }));
      await deliver("runs/outputs", { run_id: runId, models: outputs });
    },
    async getMetricHistory(runId, key) {
      assertRunId(runId);
      assertKey("metric", key);
      const records: Metric[] = [];
      let token: string | undefined;
      do {
        const input = { run_id: runId, metric_key: key, max_results: HISTORY_PAGE, page_token: token };
        const answer = await asRunError(runId, () => http.call("GET", "metrics/get-history", input));
        const page: z.output<typeof history> = parseWith(history, answer, "The metric history");
        records.push(...page.metrics);
        token = page.next_page_token || undefined;
      } while (token);
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
      const { runs, next_page_token: next } = parseWith(manyRuns, answer, "The runs");
      return { items: runs, ...(next && { nextPageToken: next }) };
    },

    async createLoggedModel({ experimentId, name, modelType, sourceRunId, params, tags }) {
      assertLoggedModelName(name);
      const answer = await http.call("POST", "logged-models", {
        experiment_id: experimentId,
        name,
        model_type: modelType,
        source_run_id: sourceRunId,
        params: toPairs(params),
        tags: toPairs(tags),
      });
      return parseWith(oneModel, answer, "The logged model").model;
    },
    async finalizeLoggedModel(modelId, status) {
      assertRunId(modelId);
      const wire = status === "FAILED" ? "LOGGED_MODEL_UPLOAD_FAILED" : `LOGGED_MODEL_${status}`;
      const input = { model_id: modelId, status: wire };
      await asModelError(modelId, () => http.call("PATCH", `logged-models/${modelId}`, input));
    },
    getLoggedModel,

    ...(outbox && {
      endRunNow(runId: string, status: string) {
        const input = { run_id: runId, status, end_time: Date.now() };
        outbox.keep({ call: { method: "POST", path: "runs/update", input } });
      },
    }),
    flush: async () => outbox?.drain(),
    async close() {
      outbox?.stop();
      await outbox?.drain();
    },
  };
}

async function asModelError<T>(modelId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isMissing(cause)) throw ModelNotFound.create({ name: modelId }, { cause });
    throw cause;
  }
}

/** What MLflow's messages about a changed parameter say, in the wordings of its stores. */
function paramClash(runId: string, reason: string) {
  if (!/Changing param values is not allowed/i.test(reason)) return undefined;
  const key = /key='([^']*)'/.exec(reason)?.[1] ?? /'key': '([^']*)'/.exec(reason)?.[1] ?? "";
  const logged = /(?:with value=|'old_value': )'([^']*)'/.exec(reason)?.[1] ?? "";
  const given = /(?:new value |'new_value': )'([^']*)'/.exec(reason)?.[1] ?? "";
  return { runId, key, logged, given };
}

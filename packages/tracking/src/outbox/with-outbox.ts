import { randomUUID } from "node:crypto";
import { assertBatch, assertExperimentName, assertKey, assertLoggedModelName } from "../entities/names.js";
import type { ArtifactStore } from "../store/artifact-store.js";
import { ensureExperiment, ensureVersion } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { type LocalIds, localId, openLocalIds } from "./local-ids.js";
import { idsOf, type Operation } from "./operation.js";
import { type Outbox, openOutbox } from "./outbox.js";
import { type OutboxFile, openOutboxFile } from "./outbox-file.js";
import { performer } from "./perform.js";
import { promisedExperiment, promisedModel, promisedRun } from "./promised.js";

/**
 * A store whose writes wait on disk while its server is away, and are sent in order, and once, when it is back.
 * What is made meanwhile has an id of its own, `local-…`, which this store takes for the server's ever after.
 *
 * @param store  For reads: may wait long for its server.
 * @param quick  The same store for writes: tells soon that its server is away.
 */
export function withOutbox(store: TrackingStore, quick: TrackingStore, folder: string): TrackingStore {
  const file = openOutboxFile(folder);
  const ids = openLocalIds(folder);
  const perform = performer(quick, ids, file.blobPath);
  const outbox = openOutbox(folder, file, ids, perform);

  const write = async (operation: Operation): Promise<void> => {
    await outbox.deliver(
      () => operation,
      () => perform(operation),
    );
  };

  return {
    uri: store.uri,
    artifacts: outboxArtifacts(store.artifacts, quick.artifacts, ids, outbox, file),
    registry: {
      ...store.registry,
      registerVersion: (version) => {
        const operation = { op: "registerVersion", version: { ...version, request: newRequest() } } as const;
        return outbox.deliver(
          () => operation,
          () => ensureVersion(quick.registry, ids.known(operation.version, idsOf(operation))),
        );
      },
    },

    async ensureExperiment(name) {
      assertExperimentName(name);
      const local = localId(newRequest());
      const operation = { op: "createExperiment", local, name, tags: {} } as const;
      const there = await outbox.deliver(
        () => operation,
        () => ensureExperiment(quick, name),
      );
      return there ?? promisedExperiment(local, name);
    },
    createExperiment: store.createExperiment,
    getExperiment: async (id) => store.getExperiment(ids.known(id, [id])),
    getExperimentByName: store.getExperimentByName,
    listExperiments: store.listExperiments,
    renameExperiment: async (id, name) => store.renameExperiment(ids.known(id, [id]), name),
    async setExperimentTags(experimentId, tags) {
      for (const key of Object.keys(tags)) assertKey("tag", key);
      await write({ op: "setExperimentTags", experimentId, tags });
    },
    deleteExperiment: async (id) => store.deleteExperiment(ids.known(id, [id])),
    restoreExperiment: async (id) => store.restoreExperiment(ids.known(id, [id])),

    async createRun(given) {
      assertBatch({ tags: given.tags });
      const request = newRequest();
      const operation = { op: "createRun", local: localId(request), run: { ...given, request } } as const;
      const made = await outbox.deliver(
        () => operation,
        () => quick.createRun(ids.known(operation.run, idsOf(operation))),
      );
      return made ?? promisedRun(operation.local, given);
    },
    getRun: async (runId) => store.getRun(ids.known(runId, [runId])),
    updateRun: (runId, update) => write({ op: "updateRun", runId, update }),
    deleteRun: (runId) => write({ op: "deleteRun", runId }),
    restoreRun: (runId) => write({ op: "restoreRun", runId }),
    async logBatch(runId, batch) {
      assertBatch(batch);
      await write({ op: "logBatch", runId, batch });
    },
    async deleteTag(runId, key) {
      assertKey("tag", key);
      await outbox.deliver(
        () => ({ op: "deleteTag", runId, key }),
        () => quick.deleteTag(ids.known(runId, [runId]), key),
      );
    },
    logInputs: (runId, datasets) => write({ op: "logInputs", runId, datasets }),
    logOutputs: (runId, models) => write({ op: "logOutputs", runId, models }),
    getMetricHistory: async (runId, key) => store.getMetricHistory(ids.known(runId, [runId]), key),
    searchRuns: async (search) => store.searchRuns(ids.known(search, search.experimentIds)),

    async createLoggedModel(given) {
      assertLoggedModelName(given.name);
      const request = newRequest();
      const local = localId(request);
      const operation = { op: "createLoggedModel", local, model: { ...given, request } } as const;
      const made = await outbox.deliver(
        () => operation,
        () => quick.createLoggedModel(ids.known(operation.model, idsOf(operation))),
      );
      return made ?? promisedModel(local, given);
    },
    finalizeLoggedModel: (modelId, status) => write({ op: "finalizeLoggedModel", modelId, status }),
    getLoggedModel: async (modelId) => store.getLoggedModel(ids.known(modelId, [modelId])),

    endRunNow(runId, status) {
      outbox.keep({ op: "updateRun", runId, update: { status, endTime: Date.now() } });
    },
    flush: () => outbox.drain(),
    async close() {
      outbox.stop();
      await outbox.drain();
      await store.close();
    },
  };
}

/** Artifacts go up directly; only when the server is away their bytes are copied to the outbox. */
function outboxArtifacts(
  store: ArtifactStore,
  quick: ArtifactStore,
  ids: LocalIds,
  outbox: Outbox,
  file: OutboxFile,
): ArtifactStore {
  return {
    async putBytes(owner, path, bytes) {
      await outbox.deliver(
        () => ({ op: "putArtifact", owner, path, blob: file.keepBlob(bytes) }),
        () => quick.putBytes(ids.known(owner, Object.values(owner)), path, bytes),
      );
    },
    async putFile(owner, path, localFile) {
      await outbox.deliver(
        () => ({ op: "putArtifact", owner, path, blob: file.keepBlob(localFile) }),
        () => quick.putFile(ids.known(owner, Object.values(owner)), path, localFile),
      );
    },
    list: async (owner, path) => store.list(ids.known(owner, Object.values(owner)), path),
    read: async (owner, path) => store.read(ids.known(owner, Object.values(owner)), path),
  };
}

/** 32 hexadecimal digits. */
function newRequest(): string {
  return randomUUID().replaceAll("-", "");
}

import { callback, checkOption, optional, optionsOf } from "@imdb/core/options";
import type { Experiment } from "../entities/experiment.js";
import { SyncPending } from "../errors.js";
import {
  type FileStore,
  type FileStoreOptions,
  fileStoreOptions,
  openFileStore,
} from "../file-store/file-store.js";
import type { SmallFiles } from "../file-store/small-file.js";
import type { ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import { orMissing } from "../store/ensure.js";
import { storeRule, type TrackingStore } from "../store/tracking-store.js";
import { type BackgroundSync, startSync } from "./background-sync.js";
import { namedRefusals } from "./send-experiment.js";
import type { SyncedFolder, SyncProgress } from "./send-folder.js";
import type { RefusedRecord } from "./sent.js";
import { openSyncState } from "./sync-state.js";
import { syncedRegistry } from "./synced-registry.js";

/** Options of {@link syncedStore}. */
export interface SyncedStoreOptions extends FileStoreOptions {
  /** Called after each pass that sent something, or failed to. Default: nothing is called. */
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined;
}

const syncedStoreOptions = optionsOf<SyncedStoreOptions, "onProgress">({
  ...fileStoreOptions.rules,
  onProgress: optional(callback()),
});

/** A local store whose content is sent to a server. */
export interface SyncedStore extends FileStore {
  /**
   * Sends what is not on the server yet, now.
   *
   * @throws `SYNC_PENDING` when something waits, or was refused since the last call.
   */
  flush(): Promise<void>;
  /** Stops sending after a last {@link flush}, and closes both stores. @throws `SYNC_PENDING` */
  close(): Promise<void>;
  /** The server's id of a run, an experiment or a logged model of the folder; `undefined` until the server has it. */
  serverId(id: string): Promise<string | undefined>;
  /**
   * The records that the server refused, each with its reason, and those that failed for ten minutes while the server
   * answered other requests. They are in the folder, and are not sent again.
   */
  refused(): Promise<readonly RefusedRecord[]>;
  /** Sends the refused records again. @throws `SYNC_PENDING` */
  resendRefused(): Promise<void>;
}

interface SyncedStoreState extends SyncedFolder {
  readonly sync: BackgroundSync;
  /** The records that were refused since the last flush. */
  newlyRefused: RefusedRecord[];
  /** The first error that `onProgress` threw since the last flush. */
  callbackError: { readonly cause: unknown } | undefined;
}

/**
 * Keeps everything in a folder, as `fileStore` does, and sends it to a server in the background. A call resolves when
 * its record is in the folder, also while the server is unreachable. What a process could not send, because the server
 * was unreachable or the process was killed, is sent by the next process that opens the folder. Nothing is sent twice,
 * and any number of processes may have the folder open.
 *
 * Runs, experiments and logged models have ids of the folder, and are read and searched there. What the folder does not
 * have is read from the server, by the server's id. The model registry is that of the server, which others use as well;
 * only a new version may wait for the server.
 *
 * A record that the server refuses keeps no other record back: see `refused`. The runs of a refused experiment are not
 * sent, nor is anything of a refused run.
 *
 * @param folder  Path or `file:` URI; created when missing.
 * @param server  Usually a `restStore`. Its `retries` are made in each pass; the delay between passes is at most 15 s.
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 * @example no-run
 * const store = syncedStore("./mlruns", restStore("http://localhost:5000"));
 * const experiment = await createTracker({ store }).setExperiment("sentiment");
 * await experiment.startRun({}, (run) => run.logMetrics({ accuracy: 0.906 }));
 * await store.close();
 */
export function syncedStore(
  folder: string,
  server: TrackingStore,
  options: SyncedStoreOptions = {},
): SyncedStore {
  checkOption("server", server, storeRule, "syncedStore");
  const { durability, onProgress } = syncedStoreOptions.resolve(options, "syncedStore");
  const { store: local, runs } = openFileStore(folder, durability);
  const synced = { local, runs, server, state: openSyncState(runs, server.uri) };
  const sync = startSync(synced, (progress) => {
    store.newlyRefused.push(...progress.refused);
    try {
      onProgress?.(progress);
    } catch (cause) {
      // Nobody awaits this pass, so the next flush throws it.
      store.callbackError ??= { cause };
    }
  });
  const store: SyncedStoreState = { ...synced, sync, newlyRefused: [], callbackError: undefined };
  return {
    ...local,
    registry: syncedRegistry(synced, sync),
    artifacts: syncedArtifacts(store),
    ...experimentMethods(store),
    ...runMethods(store),
    recover: () => write(store, undefined, local.recover()),
    flush: () => flush(store),
    async close() {
      try {
        await flush(store);
      } finally {
        sync.stop();
        await local.close();
        await server.close();
      }
    },
    serverId: (id) => serverId(store, id),
    refused: () => allRefused(store),
    async resendRefused() {
      // A pass that has begun would save again what was refused.
      await flush(store, store.state.forgetRefused);
    },
  };
}

/** Waits for a write in the folder, and marks the changed run, so that it is sent. */
async function write<T>({ sync }: SyncedStoreState, runId: string | undefined, work: Promise<T>): Promise<T> {
  const result = await work;
  sync.markChanged(runId);
  return result;
}

/** Reads from the folder; from the server, if the folder does not have it. */
async function read<T>(
  { local, server }: SyncedStoreState,
  fromStore: (store: TrackingStore) => Promise<T>,
): Promise<T> {
  return (await orMissing(fromStore(local))) ?? fromStore(server);
}

function experimentMethods(store: SyncedStoreState) {
  const { local } = store;
  return {
    createExperiment: (name, tags) => write(store, undefined, local.createExperiment(name, tags)),
    getExperiment: (id) => read(store, (from) => from.getExperiment(id)),
    renameExperiment: (id, name) => write(store, undefined, local.renameExperiment(id, name)),
    setExperimentTags: (id, tags) => write(store, undefined, local.setExperimentTags(id, tags)),
    deleteExperiment: (id) => write(store, undefined, local.deleteExperiment(id)),
    restoreExperiment: (id) => write(store, undefined, local.restoreExperiment(id)),
  } satisfies Partial<TrackingStore>;
}

function runMethods(store: SyncedStoreState) {
  const { local, sync } = store;
  return {
    async createRun(run) {
      const created = await local.createRun(run);
      sync.markChanged(created.info.runId);
      return created;
    },
    getRun: (runId) => read(store, (from) => from.getRun(runId)),
    updateRun: (runId, update) => write(store, runId, local.updateRun(runId, update)),
    deleteRun: (runId) => write(store, runId, local.deleteRun(runId)),
    restoreRun: (runId) => write(store, runId, local.restoreRun(runId)),
    logBatch: (runId, batch) => write(store, runId, local.logBatch(runId, batch)),
    deleteTag: (runId, key) => write(store, runId, local.deleteTag(runId, key)),
    logInputs: (runId, datasets) => write(store, runId, local.logInputs(runId, datasets)),
    logOutputs: (runId, models) => write(store, runId, local.logOutputs(runId, models)),
    getMetricHistory: (runId, key) => read(store, (from) => from.getMetricHistory(runId, key)),
    searchRuns: (search) => read(store, (from) => from.searchRuns(search)),
    async finalizeLoggedModel(modelId, status) {
      await local.finalizeLoggedModel(modelId, status);
      sync.markChanged((await local.getLoggedModel(modelId)).sourceRunId || undefined);
    },
    getLoggedModel: (modelId) => read(store, (from) => from.getLoggedModel(modelId)),
  } satisfies Partial<TrackingStore>;
}

function syncedArtifacts(store: SyncedStoreState): ArtifactStore {
  const { local, sync } = store;
  async function put(owner: ArtifactOwner, work: Promise<void>): Promise<void> {
    await work;
    const runId = "runId" in owner ? owner.runId : (await local.getLoggedModel(owner.modelId)).sourceRunId;
    sync.markChanged(runId || undefined);
  }
  return {
    putBytes: (owner, path, bytes) => put(owner, local.artifacts.putBytes(owner, path, bytes)),
    putFile: (owner, path, file) => put(owner, local.artifacts.putFile(owner, path, file)),
    list: (owner, path) => read(store, (from) => from.artifacts.list(owner, path)),
    read: (owner, path) => read(store, (from) => from.artifacts.read(owner, path)),
  };
}

async function flush(store: SyncedStoreState, prepare?: (files: SmallFiles) => void): Promise<void> {
  const { local, server, sync } = store;
  await local.flush();
  const { waiting, problem } = await sync.sendAll(prepare);
  const { newlyRefused, callbackError } = store;
  store.newlyRefused = [];
  store.callbackError = undefined;
  if (callbackError) throw callbackError.cause;
  const refused = newlyRefused.length;
  if (waiting + refused === 0) return;
  const reason =
    problem === undefined
      ? (newlyRefused.at(-1)?.reason ?? "")
      : String((problem as Error).message ?? problem);
  const details = { folder: local.uri, server: server.uri, waiting, refused, reason };
  throw SyncPending.create(details, { cause: problem });
}

async function allRefused({ local, state }: SyncedStoreState): Promise<RefusedRecord[]> {
  const ofExperiment = (experiment: Experiment) =>
    namedRefusals(state.experiment(experiment.experimentId)?.refused ?? [], experiment);
  return [...(await local.listExperiments("ALL")).flatMap(ofExperiment), ...state.refused()];
}

async function serverId({ local, state }: SyncedStoreState, id: string): Promise<string | undefined> {
  const run = await orMissing(local.getRun(id));
  if (run) return state.run(id)?.id || undefined;
  const model = await orMissing(local.getLoggedModel(id));
  if (model) return state.run(model.sourceRunId)?.models[id];
  return ((await orMissing(local.getExperiment(id))) && state.experiment(id)?.id) || undefined;
}

import { SyncPending } from "../errors.js";
import { type FileStore, type FileStoreOptions, openFileStore } from "../file-store/file-store.js";
import type { ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import { orMissing } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { startSync } from "./background.js";
import { openLedger } from "./ledger.js";
import type { SyncProgress } from "./send-folder.js";
import type { RefusedRecord } from "./sent.js";
import { syncedRegistry } from "./synced-registry.js";

/** Options of {@link syncedStore}. */
export interface SyncedStoreOptions extends FileStoreOptions {
  /** Called after every pass that sent something, or could not. Default: not. */
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined;
}

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
  /** The id on the server of a run, an experiment or a logged model of the folder; `undefined` until it is there. */
  serverId(id: string): Promise<string | undefined>;
  /** What the server did not take, for good. It is in the folder, and is not sent again by itself. */
  refused(): Promise<readonly RefusedRecord[]>;
  /** Sends again what the server did not take. @throws `SYNC_PENDING` */
  resendRefused(): Promise<void>;
}

/**
 * Keeps everything in a folder, as `fileStore` does, and sends it to a server in the background: a call resolves when
 * its record is in the folder, whether the server is there or not. What a process could not send, because the server
 * was away or it was killed, is sent by the next that opens the folder. Nothing is sent twice, and any number of
 * processes may have the folder open.
 *
 * Runs, experiments and logged models have ids of the folder, and are read and searched there; what the folder does not
 * have, by an id of the server, is read from the server. The model registry is the server's, which others use as well;
 * only a new version may wait for it.
 *
 * A record that the server refuses keeps no other back: see `refused`.
 *
 * @param folder  Path or `file:` URI; made when missing.
 * @param server  Usually a `restStore`. A pass tries as often as its `retries` say, and waits up to 15 s before the next.
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
  { onProgress, ...options }: SyncedStoreOptions = {},
): SyncedStore {
  const { store: local, inside } = openFileStore(folder, options);
  const ledger = openLedger(inside, server.uri);
  const synced = { local, inside, server, ledger };
  let refusals = 0;
  let thrown: { readonly cause: unknown } | undefined;
  const sync = startSync(synced, (progress) => {
    refusals += progress.refused.length;
    try {
      onProgress?.(progress);
    } catch (cause) {
      // Nobody waits for this pass: the next flush tells.
      thrown ??= { cause };
    }
  });

  /** Does a write in the folder, and has it sent. */
  async function write<T>(runId: string | undefined, work: Promise<T>): Promise<T> {
    const result = await work;
    sync.touch(runId);
    return result;
  }

  /** Reads from the folder; what it does not have, from the server. */
  async function read<T>(fromStore: (store: TrackingStore) => Promise<T>): Promise<T> {
    return (await orMissing(fromStore(local))) ?? fromStore(server);
  }

  async function flush(): Promise<void> {
    await local.flush();
    const { waiting, problem } = await sync.sendAll();
    const refused = refusals;
    refusals = 0;
    if (thrown) {
      const { cause } = thrown;
      thrown = undefined;
      throw cause;
    }
    if (waiting + refused === 0) return;
    const last = refused > 0 ? allRefused().at(-1)?.reason : undefined;
    const reason = problem === undefined ? (last ?? "") : String((problem as Error).message ?? problem);
    const details = { folder: local.uri, server: server.uri, waiting, refused, reason };
    throw SyncPending.create(details, { cause: problem });
  }

  function allRefused(): RefusedRecord[] {
    return ledger.runFolders().flatMap((path) => ledger.runIn(path)?.refused ?? []);
  }

  return {
    ...local,
    registry: syncedRegistry(synced, sync),
    artifacts: syncedArtifacts(local, read, write),

    createExperiment: (name, tags) => write(undefined, local.createExperiment(name, tags)),
    getExperiment: (id) => read((store) => store.getExperiment(id)),
    renameExperiment: (id, name) => write(undefined, local.renameExperiment(id, name)),
    setExperimentTags: (id, tags) => write(undefined, local.setExperimentTags(id, tags)),
    deleteExperiment: (id) => write(undefined, local.deleteExperiment(id)),
    restoreExperiment: (id) => write(undefined, local.restoreExperiment(id)),

    async createRun(run) {
      const made = await local.createRun(run);
      sync.touch(made.info.runId);
      return made;
    },
    getRun: (runId) => read((store) => store.getRun(runId)),
    updateRun: (runId, update) => write(runId, local.updateRun(runId, update)),
    deleteRun: (runId) => write(runId, local.deleteRun(runId)),
    restoreRun: (runId) => write(runId, local.restoreRun(runId)),
    logBatch: (runId, batch) => write(runId, local.logBatch(runId, batch)),
    deleteTag: (runId, key) => write(runId, local.deleteTag(runId, key)),
    logInputs: (runId, datasets) => write(runId, local.logInputs(runId, datasets)),
    logOutputs: (runId, models) => write(runId, local.logOutputs(runId, models)),
    getMetricHistory: (runId, key) => read((store) => store.getMetricHistory(runId, key)),
    searchRuns: (search) => read((store) => store.searchRuns(search)),

    async finalizeLoggedModel(modelId, status) {
      await local.finalizeLoggedModel(modelId, status);
      sync.touch((await local.getLoggedModel(modelId)).sourceRunId || undefined);
    },
    getLoggedModel: (modelId) => read((store) => store.getLoggedModel(modelId)),

    recover: () => write(undefined, local.recover()),
    flush,
    async close() {
      try {
        await flush();
      } finally {
        sync.stop();
        await local.close();
        await server.close();
      }
    },
    async serverId(id) {
      const run = await orMissing(local.getRun(id));
      if (run) return ledger.run(id)?.id || undefined;
      const model = await orMissing(local.getLoggedModel(id));
      if (model) return ledger.run(model.sourceRunId)?.models[id];
      return (await orMissing(local.getExperiment(id))) && ledger.experiment(id)?.id;
    },
    refused: async () => allRefused(),
    async resendRefused() {
      for (const path of ledger.runFolders()) {
        if (ledger.runIn(path)?.refused.length) ledger.forget(path);
      }
      await flush();
    },
  };
}

function syncedArtifacts(
  local: TrackingStore,
  read: <T>(fromStore: (store: TrackingStore) => Promise<T>) => Promise<T>,
  write: <T>(runId: string | undefined, work: Promise<T>) => Promise<T>,
): ArtifactStore {
  async function put(owner: ArtifactOwner, work: Promise<void>): Promise<void> {
    await work;
    const runId = "runId" in owner ? owner.runId : (await local.getLoggedModel(owner.modelId)).sourceRunId;
    await write(runId || undefined, Promise.resolve());
  }
  return {
    putBytes: (owner, path, bytes) => put(owner, local.artifacts.putBytes(owner, path, bytes)),
    putFile: (owner, path, file) => put(owner, local.artifacts.putFile(owner, path, file)),
    list: (owner, path) => read((store) => store.artifacts.list(owner, path)),
    read: (owner, path) => read((store) => store.artifacts.read(owner, path)),
  };
}

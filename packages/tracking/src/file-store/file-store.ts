import { fileURLToPath } from "node:url";
import { InvalidOption } from "@imdb/core";
import { oneOf, optionsOf } from "@imdb/core/options";
import { absolutePath } from "@imdb/runtime/files";
import { checkOwner, checkRecord, checkRecords } from "../entities/check-record.js";
import type { Damage } from "../entities/damage.js";
import { isInView, type LifecycleStage } from "../entities/experiment.js";
import { assertKey } from "../entities/names.js";
import type { EndStatus, RunBatch } from "../entities/run.js";
import { searchPage } from "../search/search-page.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import { type RunUpdate, runUpdateOptions, type TrackingStore } from "../store/tracking-store.js";
import { orDamaged } from "./damage.js";
import {
  EXPERIMENTS,
  ensureDefaultExperiment,
  experimentFolder,
  experimentMethods,
  moveExperiment,
} from "./experiments.js";
import { fileArtifacts } from "./file-artifacts.js";
import { loggedModelMethods, modelFolder } from "./file-logged-models.js";
import { fileRegistry } from "./file-registry.js";
import { runFolders } from "./layout.js";
import { metricHistory } from "./metric-files.js";
import { appendModelMetric } from "./metric-line.js";
import { type Recovery, recoverRuns } from "./recover-runs.js";
import { openRunIndex, type RunIndex } from "./run-index.js";
import { writeInputs, writeOutputs } from "./run-inputs.js";
import {
  deleteTag,
  logRecords,
  mergeAll,
  releaseAll,
  releaseRun,
  renames,
  updateRun,
} from "./run-records.js";
import { recordChange } from "./run-stamp.js";
import {
  activeRun,
  createRun,
  openRuns,
  type Runs,
  readInfo,
  readRun,
  runFolder,
  setLifecycle,
  whileRunLocked,
} from "./runs.js";
import type { Durability } from "./small-file.js";
import { openStoreFolder } from "./store-folder.js";
import { whileLocked, whileLockedNow } from "./update-lock.js";

/** Options of {@link fileStore}. */
export interface FileStoreOptions {
  /** What a record survives once its call has resolved; `power` costs an fsync per record. Default `process`. */
  readonly durability?: Durability;
}

/** The schema of {@link FileStoreOptions}. */
export const fileStoreOptions = optionsOf<FileStoreOptions>({
  durability: ["process", oneOf("process", "power")],
});

/** A store in a local folder. */
export interface FileStore extends TrackingStore {
  endRunNow(runId: string, status: EndStatus): void;
  /**
   * Repairs the records of killed processes of this machine: their runs that are still RUNNING become KILLED, and the
   * metrics in their journals are written to where MLflow reads them. This library reads the journals, so it shows the
   * same metrics before and after.
   */
  recover(): Promise<Recovery>;
}

/**
 * Keeps everything in a folder, in MLflow's file layout, so that `mlflow ui --backend-store-uri` (with
 * `MLFLOW_ALLOW_FILE_STORE=true` since MLflow 3.13) opens it and `mlflow migrate-filestore` imports it. It needs no
 * server, and any number of processes may use it at once.
 *
 * Params, tags and descriptions are files that are replaced as a whole. Metrics are appended to a journal of their
 * writer in the run's folder, `.journal/`, and written from there to `metrics/<key>` at `flush` and when their run
 * ends. So no record is ever half written, and a killed process loses none whose call had resolved. Reads return the
 * records of journals and `metrics/` together.
 *
 * @param dir  Path or `file:` URI; created when missing.
 * @throws `FILE_FAILURE` when it cannot be created or read; `INVALID_OPTION`.
 * @example
 * const tracker = createTracker({ store: fileStore("./mlruns") });
 */
export function fileStore(dir: string, options: FileStoreOptions = {}): FileStore {
  const { durability } = fileStoreOptions.resolve(options, "fileStore");
  return openFileStore(dir, durability).store;
}

/** As {@link fileStore}, with the runs, whose folders a sync reads. */
export function openFileStore(
  dir: string,
  durability: Durability,
): { readonly store: FileStore; readonly runs: Runs } {
  if (typeof dir !== "string" || dir === "") {
    throw InvalidOption.create({ option: "dir", value: dir, expected: "the path of a folder" });
  }
  const folder = openStoreFolder(
    absolutePath(dir.startsWith("file:") ? fileURLToPath(dir) : dir),
    durability,
  );
  ensureDefaultExperiment(folder);
  const runs = openRuns(folder);
  const index = openRunIndex((runDir, onDamage) => readRun(runs, runDir, onDamage), folder.files);
  const store: FileStore = {
    uri: folder.root,
    artifacts: fileArtifacts(
      (owner) => ownerFolder(runs, owner),
      (owner) => {
        if ("runId" in owner) recordChange(runFolder(runs, owner.runId));
      },
      folder.warn,
      folder.files,
    ),
    registry: fileRegistry(folder),
    ...experimentMethods(folder),
    ...deletionMethods(runs),
    ...runMethods(runs, index),
    ...loggedModelMethods(folder),
    endRunNow(runId, status) {
      whileLockedNow(folder, runId, (store) =>
        updateRun({ ...runs, store }, runId, { status, endTime: Date.now() }),
      );
      releaseRun(runs, runId);
    },
    recover: () => recoverRuns(runs),
    flush: async () => mergeAll(runs),
    close: async () => releaseAll(runs),
  };
  return { store, runs };
}

function deletionMethods(runs: Runs) {
  const { store } = runs;

  async function setLifecycleOfAll(experimentId: string, stage: LifecycleStage): Promise<void> {
    for (const runDir of runFolders(experimentFolder(store, experimentId), store.warn)) {
      // A damaged run moves with its experiment.
      if (orDamaged(store.warn, () => readInfo(runs, runDir))) await setLifecycle(runs, runDir, stage);
    }
  }

  const move = (experimentId: string, stage: LifecycleStage) =>
    whileLocked(store, EXPERIMENTS, (locked) => moveExperiment(locked, experimentId, stage));

  return {
    async deleteExperiment(experimentId) {
      await setLifecycleOfAll(experimentId, "deleted");
      await move(experimentId, "deleted");
    },
    async restoreExperiment(experimentId) {
      await move(experimentId, "active");
      await setLifecycleOfAll(experimentId, "active");
    },
    deleteRun: async (runId) => setLifecycle(runs, runFolder(runs, runId), "deleted"),
    restoreRun: async (runId) => setLifecycle(runs, runFolder(runs, runId), "active"),
  } satisfies Partial<TrackingStore>;
}

function runMethods(runs: Runs, index: RunIndex) {
  const { files } = runs.store;
  return {
    createRun: async (run) => createRun(runs, run),
    getRun: async (runId) => readRun(runs, runFolder(runs, runId), runs.store.warn),
    async updateRun(runId, given) {
      const update: RunUpdate = runUpdateOptions.resolve(given, "updateRun");
      await whileRunLocked(runs, runId, (locked) => updateRun(locked, runId, update));
      if (update.status === undefined || update.status === "RUNNING") return;
      releaseRun(runs, runId);
      index.add(runFolder(runs, runId));
    },
    async getMetricHistory(runId, key) {
      assertKey("metric", key);
      return metricHistory(runFolder(runs, runId), key);
    },
    async searchRuns(search) {
      const damages: Damage[] = [];
      const onDamage = (damage: Damage) => {
        damages.push(damage);
        runs.store.warn(damage);
      };
      const page = searchPage(search, (experimentIds, view) =>
        experimentIds
          .flatMap((experimentId) => index.runsOf(experimentFolder(runs.store, experimentId), onDamage))
          .filter((run) => isInView(run.info.lifecycleStage, view)),
      );
      return damages.length === 0 ? page : { ...page, damaged: damages };
    },
    async logBatch(runId, batch) {
      checkRecord("batch", batch);
      if (renames(batch)) await whileRunLocked(runs, runId, (locked) => logBatch(locked, runId, batch));
      else logBatch(runs, runId, batch);
    },
    deleteTag: async (runId, key) => deleteTag(runs, runId, key),
    async logInputs(runId, datasets) {
      checkRecords("datasets", datasets);
      const { runDir } = activeRun(runs, runId);
      writeInputs(runDir, runId, datasets, files);
      recordChange(runDir);
    },
    async logOutputs(runId, outputs) {
      checkRecords("outputs", outputs);
      const { runDir } = activeRun(runs, runId);
      writeOutputs(runDir, outputs, files);
      recordChange(runDir);
    },
  } satisfies Partial<TrackingStore>;
}

/** Logs a batch, and its metrics that measure a logged model with the model too. */
function logBatch(runs: Runs, runId: string, batch: RunBatch): void {
  const measured = batch.metrics?.filter(({ modelId }) => modelId) ?? [];
  // Before anything is written: a model that does not exist fails the whole batch.
  const folders = measured.map(({ modelId }) => modelFolder(runs.store, modelId!));
  logRecords(runs, runId, batch);
  for (const [i, metric] of measured.entries()) appendModelMetric(folders[i]!, runId, metric);
}

function ownerFolder(runs: Runs, owner: ArtifactOwner): string {
  checkOwner(owner);
  return "modelId" in owner ? modelFolder(runs.store, owner.modelId) : runFolder(runs, owner.runId);
}

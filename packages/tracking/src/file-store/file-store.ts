import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidOption } from "@imdb/core";
import { isInView } from "../entities/experiment.js";
import { assertKey } from "../entities/names.js";
import type { EndStatus } from "../entities/run.js";
import { hasEnded } from "../process/process-identity.js";
import { PROCESS_TAG } from "../run/environment-tags.js";
import { searchPage } from "../search/search-page.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { type Experiments, openExperiments } from "./experiments.js";
import { fileArtifacts } from "./file-artifacts.js";
import { fileRegistry } from "./file-registry.js";
import { keyFiles } from "./key-files.js";
import { hasMeta, LAYOUT, runNames } from "./layout.js";
import { openLoggedModels } from "./logged-models.js";
import { metricHistory, projectMetrics } from "./metric-files.js";
import { folderPlacer } from "./place-folder.js";
import { openRunIndex } from "./run-index.js";
import { writeInputs, writeOutputs } from "./run-inputs.js";
import { noteChange } from "./run-stamp.js";
import { openRuns, type Runs } from "./runs.js";
import { type Durability, type SmallFiles, smallFiles } from "./small-file.js";

/** Options of {@link fileStore}. */
export interface FileStoreOptions {
  /** What a record survives once its call has resolved; `power` costs an fsync each. Default `process`. */
  readonly durability?: Durability;
}

/** A store in a local folder. */
export interface FileStore extends TrackingStore {
  endRunNow(runId: string, status: EndStatus): void;
  /**
   * Tidies up after killed processes of this machine: their runs, which still say RUNNING, become KILLED, and what
   * they had journalled is carried over to where MLflow reads it. Reads by this library need no such thing.
   */
  recover(): Promise<Recovery>;
}

/**
 * Keeps everything in a folder, in MLflow's file layout, so that `mlflow ui --backend-store-uri` (with
 * `MLFLOW_ALLOW_FILE_STORE=true` since MLflow 3.13) opens it and `mlflow migrate-filestore` imports it. No
 * server, any number of processes at once.
 *
 * Params, tags and descriptions are files replaced whole; metrics go to a journal of their writer in the run's
 * folder, `.journal/`, and from there to `metrics/<key>` at `flush`, and when their run ends. So a record is
 * never torn, and a killed process loses none that was acknowledged: reads unite journals and layout.
 *
 * @param dir  Path or `file:` URI; made when missing.
 * @throws `FILE_FAILURE` when it cannot be made or read.
 * @example
 * const tracker = createTracker({ store: fileStore("./mlruns") });
 */
export function fileStore(dir: string, options: FileStoreOptions = {}): FileStore {
  return openFileStore(dir, options).store;
}

/** What a sync needs to know of a store's folder besides what the store says. */
export interface FileStoreInternals {
  /** Path of the folder. */
  readonly root: string;
  readonly files: SmallFiles;
  readonly experiments: Experiments;
  readonly runs: Runs;
}

/** As {@link fileStore}, with what is inside. */
export function openFileStore(
  dir: string,
  { durability = "process" }: FileStoreOptions,
): { readonly store: FileStore; readonly internals: FileStoreInternals } {
  if (typeof dir !== "string" || dir === "") {
    throw InvalidOption.create({ option: "dir", value: dir, expected: "the path of a folder" });
  }
  const root = resolve(dir.startsWith("file:") ? fileURLToPath(dir) : dir);
  const files = smallFiles(durability);
  const place = folderPlacer(root, files, durability);
  const experiments = openExperiments(root, files, place);
  const runs = openRuns(root, experiments, files, place, durability);
  const models = openLoggedModels(experiments, files, place);
  const index = openRunIndex(runs.read, files);

  function artifactsOf(owner: ArtifactOwner): string {
    if ("modelId" in owner) return models.artifactsFolder(owner.modelId);
    const folder = join(runs.folder(owner.runId), LAYOUT.artifacts);
    if (!existsSync(folder)) mkdirSync(folder);
    return folder;
  }

  const store: FileStore = {
    uri: root,
    artifacts: fileArtifacts(artifactsOf, (owner) => {
      if ("runId" in owner) noteChange(runs.folder(owner.runId));
    }),
    registry: fileRegistry(root, files, place),

    ...experiments.methods,
    async deleteExperiment(experimentId) {
      const folder = experiments.folder(experimentId);
      for (const name of runNames(folder)) runs.setLifecycle(join(folder, name), "deleted");
      experiments.move(experimentId, "deleted");
    },
    async restoreExperiment(experimentId) {
      experiments.move(experimentId, "active");
      const folder = experiments.folder(experimentId);
      for (const name of runNames(folder)) runs.setLifecycle(join(folder, name), "active");
    },

    createRun: async (run) => runs.create(run),
    getRun: async (runId) => runs.read(runs.folder(runId)),
    async updateRun(runId, update) {
      runs.update(runId, update);
      if (update.status === undefined || update.status === "RUNNING") return;
      runs.release(runId);
      index.note(runs.folder(runId));
    },
    deleteRun: async (runId) => runs.setLifecycle(runs.folder(runId), "deleted"),
    restoreRun: async (runId) => runs.setLifecycle(runs.folder(runId), "active"),
    async logBatch(runId, batch) {
      const keepModels = models.metricsKeeper(batch.metrics ?? []);
      runs.log(runId, batch);
      keepModels(runId);
    },
    async deleteTag(runId, key) {
      assertKey("tag", key);
      runs.removeTag(runId, key);
    },
    async logInputs(runId, datasets) {
      const runDir = runs.activeFolder(runId);
      writeInputs(runDir, runId, datasets, files);
      noteChange(runDir);
    },
    async logOutputs(runId, outputs) {
      const runDir = runs.activeFolder(runId);
      writeOutputs(runDir, outputs, files);
      noteChange(runDir);
    },
    async getMetricHistory(runId, key) {
      assertKey("metric", key);
      return metricHistory(runs.folder(runId), key);
    },
    async searchRuns(search) {
      const view = search.view ?? "ACTIVE_ONLY";
      const found = search.experimentIds
        .flatMap((experimentId) => index.runsOf(experiments.folder(experimentId)))
        .filter((run) => isInView(run.info.lifecycleStage, view));
      return searchPage(found, search);
    },

    ...models.methods,

    endRunNow(runId, status) {
      runs.update(runId, { status, endTime: Date.now() });
      runs.release(runId);
    },
    recover: async () => recoverRuns(runs, experiments, files),
    flush: async () => runs.projectAll(),
    close: async () => runs.releaseAll(),
  };
  return { store, internals: { root, files, experiments, runs } };
}

/** What a recovery did. */
export interface Recovery {
  /** Ids of the runs that were RUNNING though their process had ended, and are KILLED now. */
  readonly killedRuns: readonly string[];
  /** Metric records carried over from journals to the layout. */
  readonly carriedRecords: number;
}

/** See `FileStore.recover`. A run that a living process is logging to is only brought up to date. */
function recoverRuns(runs: Runs, experiments: Experiments, files: SmallFiles): Recovery {
  const killedRuns: string[] = [];
  let carriedRecords = 0;
  for (const experiment of experiments.folders("ACTIVE_ONLY")) {
    for (const runId of runNames(experiment)) {
      const runDir = join(experiment, runId);
      if (!hasMeta(runDir)) continue;
      carriedRecords += projectMetrics(runDir, files);
      const { status, lifecycleStage } = runs.info(runDir);
      if (status !== "RUNNING" || lifecycleStage === "deleted") continue;
      const owner = keyFiles(files, runDir, LAYOUT.tags, runId).read()[PROCESS_TAG];
      if (owner === undefined || !hasEnded(owner)) continue;
      runs.update(runId, { status: "KILLED", endTime: Date.now() });
      killedRuns.push(runId);
    }
  }
  return { killedRuns, carriedRecords };
}

import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { checkRecord } from "../entities/check-record.js";
import type { LifecycleStage } from "../entities/experiment.js";
import { assertId, isId } from "../entities/names.js";
import { metricValues, RUN_STATUSES, type Run, type RunInfo } from "../entities/run.js";
import { DamagedStore, NotActive, RunNotFound } from "../errors.js";
import { runRecord } from "../mlflow/records.js";
import type { NewRun } from "../store/tracking-store.js";
import { type OnDamage, refuseDamage } from "./damage.js";
import { activeExperimentFolder, experimentFolders } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { artifactsUri, hasMeta, isFolder, LAYOUT, statOf } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { latestMetrics } from "./metric-files.js";
import type { MetricJournal } from "./metric-journal.js";
import { readInputs, readOutputs } from "./run-inputs.js";
import { recordChange } from "./run-stamp.js";
import { createFolder, type StoreFolder } from "./store-folder.js";
import { whileLocked } from "./update-lock.js";

/** The tag that holds a run's name. */
export const RUN_NAME_TAG = "mlflow.runName";

/** The runs of a local store, with what this process remembers of them. */
export interface Runs {
  readonly store: StoreFolder;
  /** The folder where each run was found last. */
  readonly folders: Map<string, string>;
  /** The `meta.yaml` that was read last of each folder, with what changes when the file does. */
  readonly infos: Map<string, { mtimeMs: number; size: number; ino: number; info: RunInfo }>;
  /** The open journals of this process, by run. */
  readonly journals: Map<string, MetricJournal>;
  /** The runs whose journals have records that `metrics/<key>` has not. */
  readonly unmerged: Set<string>;
}

/** Opens the runs of a store. */
export function openRuns(store: StoreFolder): Runs {
  return { store, folders: new Map(), infos: new Map(), journals: new Map(), unmerged: new Set() };
}

/** The folder of a run. @throws `RUN_NOT_FOUND` */
export function runFolder({ store, folders }: Runs, runId: string): string {
  assertId("run id", runId);
  const known = folders.get(runId);
  if (known && hasMeta(known)) return known;
  for (const experiment of experimentFolders(store, "ALL")) {
    const path = join(experiment, runId);
    if (hasMeta(path) && isFolder(join(path, LAYOUT.params))) {
      folders.set(runId, path);
      return path;
    }
  }
  throw RunNotFound.create({ runId, store: store.root });
}

/** What the `meta.yaml` of a run's folder says. @throws `DAMAGED_TRACKING_STORE`, `RUN_NOT_FOUND` when it is missing. */
export function readInfo({ infos, store }: Runs, runDir: string): RunInfo {
  const path = join(runDir, LAYOUT.meta);
  const stat = statOf(path);
  if (!stat) throw RunNotFound.create({ runId: basename(runDir), store: store.root });
  const { mtimeMs, size, ino } = stat;
  const known = infos.get(runDir);
  if (known?.mtimeMs === mtimeMs && known.size === size && known.ino === ino) return known.info;
  const read = readMetaYaml(path, runRecord.schema);
  const { runId, experimentId } = read;
  // The ids in the file become parts of paths, so they must be the names of the folders.
  if (runId !== basename(runDir) || experimentId !== basename(dirname(runDir)) || !isId(runId)) {
    throw DamagedStore.create({ path, problem: `it names run ${runId} of experiment ${experimentId}` });
  }
  // In a store that was moved the file has the old address.
  const info = { ...read, artifactUri: artifactsUri(runDir) };
  infos.set(runDir, { mtimeMs, size, ino, info });
  return info;
}

/**
 * The folder of a run that is not deleted, and its info. It is called for each record that is logged, so the folder is
 * remembered: it takes one system call unless the run was moved.
 *
 * @throws `TRACKED_ENTITY_DELETED`, `RUN_NOT_FOUND`
 */
export function activeRun(runs: Runs, runId: string): { readonly runDir: string; readonly info: RunInfo } {
  const runDir = runs.folders.get(runId) ?? runFolder(runs, runId);
  let info: RunInfo;
  try {
    info = readInfo(runs, runDir);
  } catch (cause) {
    // Its experiment was moved to the trash, or the run was removed.
    if (!RunNotFound.is(cause) || !runs.folders.delete(runId)) throw cause;
    return activeRun(runs, runId);
  }
  if (info.lifecycleStage === "deleted") throw NotActive.create({ what: "run", id: runId });
  return { runDir, info };
}

/** Reads and writes the `params` or the `tags` of a run: a file for each key, which holds its value. */
export function keysOf({ store }: Runs, runDir: string, folder: "params" | "tags") {
  return keyFiles(store.files, runDir, folder, basename(runDir));
}

/**
 * Everything that is recorded of a run, except metric histories and artifacts.
 *
 * @param onDamage  Gets the datasets and models of the run that cannot be read, and are left out.
 * @throws `DAMAGED_TRACKING_STORE`
 */
export function readRun(runs: Runs, runDir: string, onDamage: OnDamage): Run {
  const info = readInfo(runs, runDir);
  const latest = latestMetrics(runDir);
  const tags = keysOf(runs, runDir, "tags").read();
  return {
    info: info.runName === "" ? { ...info, runName: tags[RUN_NAME_TAG] ?? "" } : info,
    params: keysOf(runs, runDir, "params").read(),
    metrics: metricValues(latest),
    latestMetrics: latest,
    tags,
    inputs: readInputs(runDir, onDamage),
    outputs: readOutputs(runDir, onDamage),
  };
}

/** Creates a run with status RUNNING. */
export function createRun(runs: Runs, run: NewRun): Run {
  checkRecord("run", run);
  const { tags, ...given } = run;
  const runId = randomUUID().replaceAll("-", "");
  const runDir = join(activeExperimentFolder(runs.store, given.experimentId), runId);
  const state = { status: "RUNNING", endTime: undefined, lifecycleStage: "active" } as const;
  createFolder(runs.store, runDir, {
    meta: runYaml({ runId, ...given, artifactUri: artifactsUri(runDir), ...state }, null),
    folders: [LAYOUT.params, LAYOUT.metrics, LAYOUT.tags, LAYOUT.artifacts, LAYOUT.journal],
    tags,
  });
  runs.folders.set(runId, runDir);
  return readRun(runs, runDir, refuseDamage);
}

/** Changes the `meta.yaml` of a run's folder. Call it with the lock of the run: see `whileLocked`. */
export function rewriteInfo(
  runs: Runs,
  runDir: string,
  change: Partial<RunInfo>,
  deletedTime: number | null = null,
): void {
  // Two files that were written in one tick of the clock may look alike, and this change must be made to the last.
  runs.infos.delete(runDir);
  const meta = runYaml({ ...readInfo(runs, runDir), ...change }, deletedTime);
  runs.store.files.replace(join(runDir, LAYOUT.meta), meta, runDir);
  recordChange(runDir);
}

/** As `whileLocked`, for a change of a run. */
export function whileRunLocked<T>(runs: Runs, runId: string, change: (locked: Runs) => T): Promise<T> {
  return whileLocked(runs.store, runId, (store) => change({ ...runs, store }));
}

/** Marks a run as deleted, or restores it. */
export async function setLifecycle(runs: Runs, runDir: string, stage: LifecycleStage): Promise<void> {
  await whileRunLocked(runs, basename(runDir), (locked) =>
    rewriteInfo(locked, runDir, { lifecycleStage: stage }, stage === "deleted" ? Date.now() : null),
  );
}

/** The `meta.yaml` of a run, with every field that MLflow's own store writes. */
function runYaml(info: RunInfo, deletedTime: number | null): string {
  return metaYaml({
    ...runRecord.write(info),
    run_uuid: info.runId,
    status: RUN_STATUSES.indexOf(info.status) + 1,
    deleted_time: deletedTime,
    entry_point_name: "",
    source_name: "",
    source_type: 4,
    source_version: "",
  });
}

import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LifecycleStage } from "../entities/experiment.js";
import { assertBatch, assertRunId } from "../entities/names.js";
import type { Run, RunInfo } from "../entities/run.js";
import { DamagedStore, NotActive, ParamClash, RunNotFound, TagNotFound } from "../errors.js";
import { runRecord, toRunInfo } from "../mlflow/records.js";
import type { NewRun, RunBatch, RunUpdate } from "../store/tracking-store.js";
import type { Experiments } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { hasMeta, LAYOUT } from "./layout.js";
import { readMetaYaml } from "./meta-yaml.js";
import { latestMetrics, projectMetrics } from "./metric-files.js";
import { type MetricJournal, openJournal } from "./metric-journal.js";
import type { FolderMaker } from "./place-folder.js";
import { readInputs, readOutputs } from "./run-inputs.js";
import { runYaml } from "./run-meta.js";
import { noteChange } from "./run-stamp.js";
import type { Durability, SmallFiles } from "./small-file.js";

/** The tag that holds a run's name. */
const RUN_NAME_TAG = "mlflow.runName";

/** The runs of a store's folder. */
export interface Runs {
  create(run: NewRun): Run;
  /** A run's folder. @throws `RUN_NOT_FOUND` */
  folder(runId: string): string;
  /** The folder of a run that takes records. @throws `TRACKED_ENTITY_DELETED` */
  activeFolder(runId: string): string;
  info(runDir: string): RunInfo;
  read(runDir: string): Run;
  update(runId: string, update: RunUpdate): void;
  setLifecycle(runDir: string, stage: LifecycleStage): void;
  log(runId: string, batch: RunBatch): void;
  removeTag(runId: string, key: string): void;
  /** Carries what this process has journalled over to the layout. */
  project(runId: string): void;
  projectAll(): void;
  /** Projects, and lets go of the run's journal. */
  release(runId: string): void;
  releaseAll(): void;
}

/** Opens the runs of the experiments of a store. */
export function openRuns(
  root: string,
  experiments: Experiments,
  files: SmallFiles,
  maker: FolderMaker,
  durability: Durability,
): Runs {
  const folders = new Map<string, string>();
  const infos = new Map<string, { mtimeMs: number; size: number; ino: number; info: RunInfo }>();
  const journals = new Map<string, MetricJournal>();
  const unprojected = new Set<string>();

  function folder(runId: string): string {
    assertRunId(runId);
    const known = folders.get(runId);
    if (known && hasMeta(known)) return known;
    for (const experiment of experiments.folders("ALL")) {
      const path = join(experiment, runId);
      if (hasMeta(path) && existsSync(join(path, LAYOUT.params))) {
        folders.set(runId, path);
        return path;
      }
    }
    throw RunNotFound.create({ runId, store: root });
  }

  function info(runDir: string): RunInfo {
    const path = join(runDir, LAYOUT.meta);
    const { mtimeMs, size, ino } = statSync(path);
    const known = infos.get(runDir);
    if (known?.mtimeMs === mtimeMs && known.size === size && known.ino === ino) return known.info;
    const read = toRunInfo(readMetaYaml(path, runRecord));
    const { runId, experimentId } = read;
    // What meta.yaml says of itself is not trusted with paths: the folders' names decide.
    if (runId !== basename(runDir) || experimentId !== basename(dirname(runDir))) {
      throw DamagedStore.create({ path, problem: `it names run ${runId} of experiment ${experimentId}` });
    }
    // Its artifacts are where the layout has them, also in a moved store.
    const fresh = { ...read, artifactUri: pathToFileURL(join(runDir, LAYOUT.artifacts)).href };
    infos.set(runDir, { mtimeMs, size, ino, info: fresh });
    return fresh;
  }

  /** One system call for a run that is where it was, which every log call pays. */
  function active(runId: string): { readonly runDir: string; readonly about: RunInfo } {
    const runDir = folders.get(runId) ?? folder(runId);
    let about: RunInfo;
    try {
      about = info(runDir);
    } catch (cause) {
      // Its experiment was moved to the trash, or the run was removed.
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT" || !folders.delete(runId)) throw cause;
      return active(runId);
    }
    if (about.lifecycleStage === "deleted") throw NotActive.create({ what: "run", id: runId });
    return { runDir, about };
  }

  const activeFolder = (runId: string): string => active(runId).runDir;

  function rewrite(runDir: string, change: Partial<RunInfo>, deletedTime: number | null = null): void {
    const next = { ...info(runDir), ...change };
    files.replace(join(runDir, LAYOUT.meta), runYaml(next, deletedTime), runDir);
    noteChange(runDir);
  }

  function read(runDir: string): Run {
    const about = info(runDir);
    const latest = latestMetrics(runDir);
    const tags = keyFiles(files, runDir, LAYOUT.tags, about.runId).read();
    return {
      info: about.runName === "" ? { ...about, runName: tags[RUN_NAME_TAG] ?? "" } : about,
      params: keyFiles(files, runDir, LAYOUT.params, about.runId).read(),
      metrics: Object.fromEntries(latest.map((metric) => [metric.key, metric.value])),
      latestMetrics: latest,
      tags,
      inputs: readInputs(runDir),
      outputs: readOutputs(runDir),
    };
  }

  function create(run: NewRun): Run {
    const experiment = experiments.get(run.experimentId);
    if (experiment.lifecycleStage === "deleted") {
      throw NotActive.create({ what: "experiment", id: run.experimentId });
    }
    const runId = randomUUID().replaceAll("-", "");
    const runDir = join(experiments.folder(run.experimentId), runId);
    const about: RunInfo = {
      runId,
      runName: run.runName,
      experimentId: run.experimentId,
      userId: run.userId,
      status: "RUNNING",
      startTime: run.startTime,
      endTime: undefined,
      artifactUri: pathToFileURL(join(runDir, LAYOUT.artifacts)).href,
      lifecycleStage: "active",
    };
    maker.place(runDir, {
      meta: runYaml(about, null),
      folders: [LAYOUT.params, LAYOUT.metrics, LAYOUT.tags, LAYOUT.artifacts, LAYOUT.journal],
      tags: run.tags,
    });
    folders.set(runId, runDir);
    return read(runDir);
  }

  function logParams(runDir: string, runId: string, params: Readonly<Record<string, string>>): void {
    const keys = keyFiles(files, runDir, LAYOUT.params, runId);
    for (const [key, given] of Object.entries(params)) {
      const logged = keys.setOnce(key, given);
      if (logged !== undefined && logged !== given) throw ParamClash.create({ runId, key, logged, given });
    }
    noteChange(runDir);
  }

  function setTags(runDir: string, runId: string, tags: Readonly<Record<string, string>>): void {
    const keys = keyFiles(files, runDir, LAYOUT.tags, runId);
    for (const [key, value] of Object.entries(tags)) keys.set(key, value);
    const name = tags[RUN_NAME_TAG];
    if (name !== undefined) rewrite(runDir, { runName: name });
    else noteChange(runDir);
  }

  function project(runId: string): void {
    if (!unprojected.delete(runId)) return;
    try {
      projectMetrics(folder(runId), files);
    } catch (cause) {
      unprojected.add(runId);
      throw cause;
    }
  }

  function release(runId: string): void {
    project(runId);
    const journal = journals.get(runId);
    if (!journal) return;
    journal.close();
    journals.delete(runId);
    // Another process may have ended the run, and indexed it, before our last records.
    noteChange(folder(runId));
  }

  return {
    create,
    folder,
    activeFolder,
    info,
    read,
    update(runId, { status, endTime, runName }) {
      const runDir = activeFolder(runId);
      if (runName !== undefined) {
        keyFiles(files, runDir, LAYOUT.tags, runId).set(RUN_NAME_TAG, runName);
      }
      rewrite(runDir, {
        ...(status !== undefined && { status }),
        ...(endTime !== undefined && { endTime }),
        ...(status === "RUNNING" && { endTime: undefined }),
        ...(runName !== undefined && { runName }),
      });
    },
    setLifecycle(runDir, stage) {
      rewrite(runDir, { lifecycleStage: stage }, stage === "deleted" ? Date.now() : null);
    },
    log(runId, { metrics = [], params = {}, tags = {} }) {
      const { runDir, about } = active(runId);
      assertBatch({ metrics, params, tags });
      if (Object.keys(params).length > 0) logParams(runDir, runId, params);
      if (metrics.length > 0) {
        const journal = journals.get(runId) ?? openJournal(runDir, runId, durability);
        journals.set(runId, journal);
        journal.append(metrics);
        unprojected.add(runId);
        if (about.status !== "RUNNING") noteChange(runDir);
      }
      if (Object.keys(tags).length > 0) setTags(runDir, runId, tags);
    },
    removeTag(runId, key) {
      const runDir = activeFolder(runId);
      const removed = keyFiles(files, runDir, LAYOUT.tags, runId).remove(key);
      if (!removed) throw TagNotFound.create({ id: runId, key });
      noteChange(runDir);
    },
    project,
    projectAll() {
      for (const runId of [...unprojected]) project(runId);
    },
    release,
    releaseAll() {
      for (const runId of [...journals.keys()]) release(runId);
    },
  };
}

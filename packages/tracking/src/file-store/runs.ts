import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LifecycleStage } from "../entities/experiment.js";
import { assertBatch, assertId } from "../entities/names.js";
import { RUN_STATUSES, type Run, type RunBatch, type RunInfo } from "../entities/run.js";
import { DamagedStore, NotActive, ParamClash, RunNotFound, TagNotFound } from "../errors.js";
import { runRecord } from "../mlflow/records.js";
import { hasCode } from "../process/os-error.js";
import type { NewRun, RunUpdate } from "../store/tracking-store.js";
import type { Experiments } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { latestMetrics, projectMetrics } from "./metric-files.js";
import { openJournal } from "./metric-journal.js";
import type { PlaceFolder } from "./place-folder.js";
import { readInputs, readOutputs } from "./run-inputs.js";
import { noteChange } from "./run-stamp.js";
import type { Durability, SmallFiles } from "./small-file.js";

/** The tag that holds a run's name. */
const RUN_NAME_TAG = "mlflow.runName";

/** The runs of a store's folder. */
export type Runs = ReturnType<typeof openRuns>;

/** Opens the runs of the experiments of a store. */
export function openRuns(
  root: string,
  experiments: Experiments,
  files: SmallFiles,
  place: PlaceFolder,
  durability: Durability,
) {
  const folders = new Map<string, string>();
  const infos = new Map<string, { mtimeMs: number; size: number; ino: number; info: RunInfo }>();
  const journals = new Map<string, ReturnType<typeof openJournal>>();
  const unprojected = new Set<string>();

  /** A run's folder. @throws `RUN_NOT_FOUND` */
  function folder(runId: string): string {
    assertId("run id", runId);
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
    const read = readMetaYaml(path, runRecord.schema);
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
      if (!hasCode(cause, "ENOENT") || !folders.delete(runId)) throw cause;
      return active(runId);
    }
    if (about.lifecycleStage === "deleted") throw NotActive.create({ what: "run", id: runId });
    return { runDir, about };
  }

  /** The folder of a run that takes records. @throws `TRACKED_ENTITY_DELETED` */
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
    experiments.active(run.experimentId);
    const runId = randomUUID().replaceAll("-", "");
    const runDir = join(experiments.folder(run.experimentId), runId);
    const { tags, ...given } = run;
    const artifactUri = pathToFileURL(join(runDir, LAYOUT.artifacts)).href;
    const state = { status: "RUNNING", endTime: undefined, lifecycleStage: "active" } as const;
    place(runDir, {
      meta: runYaml({ runId, ...given, artifactUri, ...state }, null),
      folders: [LAYOUT.params, LAYOUT.metrics, LAYOUT.tags, LAYOUT.artifacts, LAYOUT.journal],
      tags,
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
    keyFiles(files, runDir, LAYOUT.tags, runId).setAll(tags);
    const name = tags[RUN_NAME_TAG];
    if (name !== undefined) rewrite(runDir, { runName: name });
    else noteChange(runDir);
  }

  /** Carries what this process has journalled over to the layout. */
  function project(runId: string): void {
    if (!unprojected.delete(runId)) return;
    try {
      projectMetrics(folder(runId), files);
    } catch (cause) {
      unprojected.add(runId);
      throw cause;
    }
  }

  /** Projects, and lets go of the run's journal. */
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
    update(runId: string, { status, endTime, runName }: RunUpdate): void {
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
    setLifecycle(runDir: string, stage: LifecycleStage): void {
      rewrite(runDir, { lifecycleStage: stage }, stage === "deleted" ? Date.now() : null);
    },
    log(runId: string, { metrics = [], params = {}, tags = {} }: RunBatch): void {
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
    removeTag(runId: string, key: string): void {
      const runDir = activeFolder(runId);
      if (!keyFiles(files, runDir, LAYOUT.tags, runId).remove(key))
        throw TagNotFound.create({ id: runId, key });
      noteChange(runDir);
    },
    projectAll(): void {
      for (const runId of [...unprojected]) project(runId);
    },
    release,
    releaseAll(): void {
      for (const runId of [...journals.keys()]) release(runId);
    },
  };
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

import { createHash } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileFailure } from "@imdb/runtime/files";
import { type Experiment, isInView, type LifecycleStage, type ViewType } from "../entities/experiment.js";
import { assertExperimentId, assertExperimentName, assertKey, assertText } from "../entities/names.js";
import { AlreadyExists, ExperimentNotFound, NotActive } from "../errors.js";
import { experimentRecord, toExperiment } from "../mlflow/records.js";
import { keyFiles } from "./key-files.js";
import { folderNames, hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import type { FolderMaker } from "./place-folder.js";
import type { SmallFiles } from "./small-file.js";

const EXPERIMENT_TAG_LIMIT = 20_000;

/** The experiments of a store's folder. */
export interface Experiments {
  create(name: string, tags: Readonly<Record<string, string>>): string;
  get(experimentId: string): Experiment;
  find(name: string): Experiment | undefined;
  list(view: ViewType): Experiment[];
  rename(experimentId: string, name: string): void;
  setTags(experimentId: string, tags: Readonly<Record<string, string>>): void;
  /** Moves it to the trash, or back. */
  move(experimentId: string, to: LifecycleStage): void;
  /** Its folder, active or in the trash. */
  folder(experimentId: string): string;
  /** Every experiment's folder. */
  folders(view: ViewType): string[];
}

/** Opens the experiments below `root`, and makes `root` with MLflow's default experiment when it is new. */
export function openExperiments(root: string, files: SmallFiles, maker: FolderMaker): Experiments {
  const trash = join(root, LAYOUT.trash);
  if (!existsSync(join(root, "0")) && folders("ALL").length === 0) make("0", "Default", {});

  function folders(view: ViewType): string[] {
    const active = view === "DELETED_ONLY" ? [] : experimentFolders(root);
    return view === "ACTIVE_ONLY" ? active : [...active, ...experimentFolders(trash)];
  }

  function folder(experimentId: string): string {
    assertExperimentId(experimentId);
    for (const parent of [root, trash]) {
      const path = join(parent, experimentId);
      if (experimentId !== LAYOUT.models && hasMeta(path)) return path;
    }
    throw ExperimentNotFound.create({ experiment: experimentId, store: root });
  }

  function read(path: string): Experiment {
    const meta = readMetaYaml(join(path, LAYOUT.meta), experimentRecord);
    const tags = keyFiles(files, path, LAYOUT.tags, meta.experiment_id).read();
    const experiment = toExperiment(meta, tags);
    return { ...experiment, artifactLocation: experiment.artifactLocation || pathToFileURL(path).href };
  }

  function rewrite(path: string, experiment: Experiment): void {
    files.replace(join(path, LAYOUT.meta), experimentYaml(experiment), path);
  }

  function find(name: string): Experiment | undefined {
    return list("ALL").find((experiment) => experiment.name === name);
  }

  function list(view: ViewType): Experiment[] {
    return folders(view)
      .map(read)
      .filter((experiment) => isInView(experiment.lifecycleStage, view))
      .sort(
        (a, b) => (b.creationTime ?? 0) - (a.creationTime ?? 0) || (a.experimentId < b.experimentId ? -1 : 1),
      );
  }

  function make(experimentId: string, name: string, tags: Readonly<Record<string, string>>): boolean {
    const path = join(root, experimentId);
    const now = Date.now();
    const meta = experimentYaml({
      experimentId,
      name,
      artifactLocation: pathToFileURL(path).href,
      lifecycleStage: "active",
      creationTime: now,
      lastUpdateTime: now,
      tags,
    });
    return maker.place(path, { meta, folders: [LAYOUT.tags], tags });
  }

  return {
    create(name, tags) {
      assertExperimentName(name);
      assertTags(tags);
      const there = find(name);
      if (there) throw taken(there);
      for (let attempt = 0; ; attempt++) {
        const experimentId = idOf(name, attempt);
        if (existsSync(join(trash, experimentId))) continue;
        if (make(experimentId, name, tags)) return experimentId;
        // Another process was quicker with this name, or it is the id of an experiment since renamed.
        const other = read(join(root, experimentId));
        if (other.name === name) throw taken(other);
      }
    },
    get: (experimentId) => read(folder(experimentId)),
    find,
    list,
    rename(experimentId, name) {
      assertExperimentName(name);
      const path = folder(experimentId);
      const experiment = read(path);
      assertActive(experiment);
      const there = find(name);
      if (there && there.experimentId !== experimentId) throw taken(there);
      rewrite(path, { ...experiment, name, lastUpdateTime: Date.now() });
    },
    setTags(experimentId, tags) {
      assertTags(tags);
      const path = folder(experimentId);
      assertActive(read(path));
      const tagFiles = keyFiles(files, path, LAYOUT.tags, experimentId);
      for (const [key, value] of Object.entries(tags)) tagFiles.set(key, value);
    },
    move(experimentId, to) {
      const from = folder(experimentId);
      const target = join(to === "deleted" ? trash : root, experimentId);
      if (from === target) return;
      rewrite(from, { ...read(from), lifecycleStage: to, lastUpdateTime: Date.now() });
      try {
        renameSync(from, target);
      } catch (cause) {
        throw fileFailure("move", from, cause);
      }
    },
    folder,
    folders,
  };
}

function experimentFolders(parent: string): string[] {
  return folderNames(parent)
    .filter((name) => name !== LAYOUT.models && name !== LAYOUT.trash && !name.startsWith("tmp-"))
    .map((name) => join(parent, name))
    .filter(hasMeta);
}

function experimentYaml(experiment: Experiment): string {
  return metaYaml({
    experiment_id: experiment.experimentId,
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.lifecycleStage,
    creation_time: experiment.creationTime ?? null,
    last_update_time: experiment.lastUpdateTime ?? null,
  });
}

/** An id of 18 digits that follows from the name: two processes that make the same experiment meet in it. */
function idOf(name: string, attempt: number): string {
  const digest = createHash("sha256").update(`${attempt}\0${name}`).digest();
  return String(100_000_000_000_000_000n + (digest.readBigUInt64BE() % 800_000_000_000_000_000n));
}

function assertTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    assertKey("tag", key);
    assertText("tag", key, value, EXPERIMENT_TAG_LIMIT);
  }
}

function assertActive(experiment: Experiment): void {
  if (experiment.lifecycleStage === "active") return;
  throw NotActive.create({ what: "experiment", id: experiment.experimentId });
}

function taken(experiment: Experiment): Error {
  const deleted = experiment.lifecycleStage === "deleted";
  return AlreadyExists.create({ what: "experiment", name: experiment.name, deleted });
}

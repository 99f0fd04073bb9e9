import { createHash } from "node:crypto";
import { existsSync, realpathSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileFailure } from "@imdb/runtime/files";
import { type Experiment, isInView, type LifecycleStage, type ViewType } from "../entities/experiment.js";
import { assertExperimentName, assertId, assertTags, isId, LIMITS } from "../entities/names.js";
import { AlreadyExists, ExperimentNotFound, NotActive } from "../errors.js";
import { createdNow, experimentRecord } from "../mlflow/records.js";
import { isUnwritable } from "../process/os-error.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { damaged, type OnDamage, orDamaged } from "./damage.js";
import { keyFiles } from "./key-files.js";
import { folderNames, hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { makeParentAndRetry } from "./small-file.js";
import { createFolder, type StoreFolder } from "./store-folder.js";
import { whileLocked } from "./update-lock.js";

type Tags = Readonly<Record<string, string>>;

/** What is locked while a name is given to an experiment, or an experiment is moved; see `whileLocked`. */
export const EXPERIMENTS = "experiments";

/** The folders of the experiments of a store. Those that are links or have no `meta.yaml` are left out. */
export function experimentFolders({ root, trash, warn }: StoreFolder, view: ViewType): string[] {
  // The folder of the store itself may be a link.
  const active = view === "DELETED_ONLY" ? [] : experimentsIn(root, warn, realFolder(root));
  return view === "ACTIVE_ONLY" ? active : [...active, ...experimentsIn(trash, warn)];
}

/** @throws `FILE_FAILURE`, as where the folder was removed. */
function realFolder(root: string): string {
  try {
    return realpathSync(root);
  } catch (cause) {
    throw fileFailure("read", root, cause);
  }
}

function experimentsIn(parent: string, onDamage: OnDamage, listed = parent): string[] {
  return folderNames(listed, onDamage)
    .filter((name) => name !== LAYOUT.models && name !== LAYOUT.trash && !name.startsWith("tmp-"))
    .filter((name) => {
      const path = join(parent, name);
      if (hasMeta(path)) return true;
      // Other folders may be anything; the ids of experiments are numbers.
      if (/^\d+$/.test(name)) onDamage({ path: join(path, LAYOUT.meta), problem: "it is missing" });
      return false;
    })
    .map((name) => join(parent, name));
}

/** The folder of an experiment, active or in the trash. @throws `EXPERIMENT_NOT_FOUND` */
export function experimentFolder({ root, trash }: StoreFolder, experimentId: string): string {
  assertId("experiment id", experimentId, 64);
  for (const parent of [root, trash]) {
    const path = join(parent, experimentId);
    if (experimentId !== LAYOUT.models && hasMeta(path)) return path;
  }
  throw ExperimentNotFound.create({ experiment: experimentId, store: root });
}

/** The folder of an experiment that takes records. @throws `TRACKED_ENTITY_DELETED`, `EXPERIMENT_NOT_FOUND` */
export function activeExperimentFolder(store: StoreFolder, experimentId: string): string {
  const path = experimentFolder(store, experimentId);
  if (readExperiment(store, path).lifecycleStage === "active") return path;
  throw NotActive.create({ what: "experiment", id: experimentId });
}

/** Creates MLflow's default experiment in a store that has no experiment, unless the store may only be read. */
export function ensureDefaultExperiment(store: StoreFolder): void {
  if (existsSync(join(store.root, "0")) || experimentFolders(store, "ALL").length > 0) return;
  try {
    createExperiment(store, "0", "Default", {});
  } catch (cause) {
    if (!isUnwritable(cause)) throw cause;
  }
}

/** Moves an experiment to the trash, or back. Call it with the lock {@link EXPERIMENTS}. */
export function moveExperiment(store: StoreFolder, experimentId: string, to: LifecycleStage): void {
  const from = experimentFolder(store, experimentId);
  const target = join(to === "deleted" ? store.trash : store.root, experimentId);
  if (from === target) return;
  rewrite(store, from, { lifecycleStage: to });
  try {
    store.files.beforeLastStep();
    makeParentAndRetry(target, () => renameSync(from, target));
    store.files.syncParent(target);
    store.files.syncParent(from);
  } catch (cause) {
    throw fileFailure("move", from, cause);
  }
}

/** The methods of a store that are about experiments, without their deletion. */
export function experimentMethods(store: StoreFolder) {
  return {
    createExperiment: (name, tags = {}) =>
      whileLocked(store, EXPERIMENTS, (locked) => createNamed(locked, name, tags)),
    getExperiment: async (experimentId) => readExperiment(store, experimentFolder(store, experimentId)),
    getExperimentByName: async (name) => findByName(store, name),
    listExperiments: async (view = "ACTIVE_ONLY") => listExperiments(store, view),
    async renameExperiment(experimentId, name) {
      assertExperimentName(name);
      await whileLocked(store, EXPERIMENTS, (locked) => {
        const path = activeExperimentFolder(locked, experimentId);
        const existing = findByName(locked, name);
        if (existing && existing.experimentId !== experimentId) throw nameTaken(existing);
        rewrite(locked, path, { name });
      });
    },
    async setExperimentTags(experimentId, tags) {
      assertTags(tags, LIMITS.experimentTagValue);
      const path = activeExperimentFolder(store, experimentId);
      keyFiles(store.files, path, LAYOUT.tags, experimentId).setAll(tags);
    },
  } satisfies Partial<TrackingStore>;
}

function readExperiment({ files }: StoreFolder, path: string): Experiment {
  const metaPath = join(path, LAYOUT.meta);
  const experiment = readMetaYaml(metaPath, experimentRecord.schema);
  const { experimentId } = experiment;
  // The id in the file becomes a part of paths, so it must be the name of the folder.
  if (experimentId !== basename(path) || !isId(experimentId, 64))
    throw damaged(metaPath, `it names experiment ${experimentId}`);
  return {
    ...experiment,
    artifactLocation: experiment.artifactLocation || pathToFileURL(path).href,
    tags: keyFiles(files, path, LAYOUT.tags, experiment.experimentId).read(),
  };
}

function rewrite(store: StoreFolder, path: string, change: Partial<Experiment>): void {
  const next = { ...readExperiment(store, path), ...change, lastUpdateTime: Date.now() };
  store.files.replace(join(path, LAYOUT.meta), metaYaml(experimentRecord.write(next)), path);
}

function findByName(store: StoreFolder, name: string): Experiment | undefined {
  return listExperiments(store, "ALL").find((experiment) => experiment.name === name);
}

function listExperiments(store: StoreFolder, view: ViewType): Experiment[] {
  return experimentFolders(store, view)
    .flatMap((path) => orDamaged(store.warn, () => readExperiment(store, path)) ?? [])
    .filter((experiment) => isInView(experiment.lifecycleStage, view))
    .sort(
      (a, b) => (b.creationTime ?? 0) - (a.creationTime ?? 0) || (a.experimentId < b.experimentId ? -1 : 1),
    );
}

function createNamed(store: StoreFolder, name: string, tags: Tags): string {
  assertExperimentName(name);
  assertTags(tags, LIMITS.experimentTagValue);
  const existing = findByName(store, name);
  if (existing) throw nameTaken(existing);
  for (let attempt = 0; ; attempt++) {
    const experimentId = idFor(name, attempt);
    if (existsSync(join(store.trash, experimentId))) continue;
    if (createExperiment(store, experimentId, name, tags)) return experimentId;
    // Another process was faster with this name, or an experiment that was renamed since has this id.
    const other = readExperiment(store, join(store.root, experimentId));
    if (other.name === name) throw nameTaken(other);
  }
}

/** Returns false when the id is taken. */
function createExperiment(store: StoreFolder, experimentId: string, name: string, tags: Tags): boolean {
  const path = join(store.root, experimentId);
  const artifactLocation = pathToFileURL(path).href;
  const experiment = { experimentId, name, artifactLocation, lifecycleStage: "active" as const };
  const meta = metaYaml(experimentRecord.write({ ...experiment, ...createdNow() }));
  return createFolder(store, path, { meta, folders: [LAYOUT.tags], tags });
}

/** An id of 18 digits that is computed from the name: two processes that create the same experiment get the same id. */
function idFor(name: string, attempt: number): string {
  const digest = createHash("sha256").update(`${attempt}\0${name}`).digest();
  return String(100_000_000_000_000_000n + (digest.readBigUInt64BE() % 800_000_000_000_000_000n));
}

function nameTaken({ name, lifecycleStage }: Experiment): Error {
  return AlreadyExists.create({ what: "experiment", name, deleted: lifecycleStage === "deleted" });
}

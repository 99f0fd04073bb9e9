import { createHash } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileFailure } from "@imdb/runtime/files";
import { type Experiment, isInView, type LifecycleStage, type ViewType } from "../entities/experiment.js";
import { assertExperimentName, assertId, assertTags, LIMITS } from "../entities/names.js";
import { AlreadyExists, ExperimentNotFound, NotActive } from "../errors.js";
import { experimentRecord } from "../mlflow/records.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { keyFiles } from "./key-files.js";
import { folderNames, hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import type { PlaceFolder } from "./place-folder.js";
import type { SmallFiles } from "./small-file.js";

/** The experiments of a store's folder. */
export type Experiments = ReturnType<typeof openExperiments>;

/** Opens the experiments below `root`, and makes `root` with MLflow's default experiment when it is new. */
export function openExperiments(root: string, files: SmallFiles, place: PlaceFolder) {
  const trash = join(root, LAYOUT.trash);
  if (!existsSync(join(root, "0")) && folders("ALL").length === 0) make("0", "Default", {});

  /** Every experiment's folder. */
  function folders(view: ViewType): string[] {
    const active = view === "DELETED_ONLY" ? [] : experimentFolders(root);
    return view === "ACTIVE_ONLY" ? active : [...active, ...experimentFolders(trash)];
  }

  /** The folder of an experiment, active or in the trash. */
  function folder(experimentId: string): string {
    assertId("experiment id", experimentId, 64);
    for (const parent of [root, trash]) {
      const path = join(parent, experimentId);
      if (experimentId !== LAYOUT.models && hasMeta(path)) return path;
    }
    throw ExperimentNotFound.create({ experiment: experimentId, store: root });
  }

  function read(path: string): Experiment {
    const experiment = readMetaYaml(join(path, LAYOUT.meta), experimentRecord.schema);
    const tags = keyFiles(files, path, LAYOUT.tags, experiment.experimentId).read();
    return {
      ...experiment,
      artifactLocation: experiment.artifactLocation || pathToFileURL(path).href,
      tags,
    };
  }

  /** @throws `TRACKED_ENTITY_DELETED` */
  function active(path: string): Experiment {
    const experiment = read(path);
    if (experiment.lifecycleStage === "active") return experiment;
    throw NotActive.create({ what: "experiment", id: experiment.experimentId });
  }

  function rewrite(path: string, experiment: Experiment): void {
    const meta = metaYaml(experimentRecord.write({ ...experiment, lastUpdateTime: Date.now() }));
    files.replace(join(path, LAYOUT.meta), meta, path);
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
    const experiment = {
      experimentId,
      name,
      artifactLocation: pathToFileURL(path).href,
      lifecycleStage: "active" as const,
      creationTime: now,
      lastUpdateTime: now,
    };
    return place(path, { meta: metaYaml(experimentRecord.write(experiment)), folders: [LAYOUT.tags], tags });
  }

  return {
    folder,
    folders,
    active: (experimentId: string) => active(folder(experimentId)),
    /** Moves it to the trash, or back. */
    move(experimentId: string, to: LifecycleStage): void {
      const from = folder(experimentId);
      const target = join(to === "deleted" ? trash : root, experimentId);
      if (from === target) return;
      rewrite(from, { ...read(from), lifecycleStage: to });
      try {
        renameSync(from, target);
      } catch (cause) {
        throw fileFailure("move", from, cause);
      }
    },
    /** The part of a store that is about experiments, but for their deletion. */
    methods: {
      async createExperiment(name, tags = {}) {
        assertExperimentName(name);
        assertTags(tags, LIMITS.experimentTagValue);
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
      getExperiment: async (experimentId) => read(folder(experimentId)),
      getExperimentByName: async (name) => find(name),
      listExperiments: async (view = "ACTIVE_ONLY") => list(view),
      async renameExperiment(experimentId, name) {
        assertExperimentName(name);
        const path = folder(experimentId);
        const experiment = active(path);
        const there = find(name);
        if (there && there.experimentId !== experimentId) throw taken(there);
        rewrite(path, { ...experiment, name });
      },
      async setExperimentTags(experimentId, tags) {
        assertTags(tags, LIMITS.experimentTagValue);
        const path = folder(experimentId);
        active(path);
        keyFiles(files, path, LAYOUT.tags, experimentId).setAll(tags);
      },
    } satisfies Partial<TrackingStore>,
  };
}

function experimentFolders(parent: string): string[] {
  return folderNames(parent)
    .filter((name) => name !== LAYOUT.models && name !== LAYOUT.trash && !name.startsWith("tmp-"))
    .map((name) => join(parent, name))
    .filter(hasMeta);
}

/** An id of 18 digits that follows from the name: two processes that make the same experiment meet in it. */
function idOf(name: string, attempt: number): string {
  const digest = createHash("sha256").update(`${attempt}\0${name}`).digest();
  return String(100_000_000_000_000_000n + (digest.readBigUInt64BE() % 800_000_000_000_000_000n));
}

function taken({ name, lifecycleStage }: Experiment): Error {
  return AlreadyExists.create({ what: "experiment", name, deleted: lifecycleStage === "deleted" });
}

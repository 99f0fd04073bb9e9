import { join } from "node:path";
import { hasEnded } from "../process/process-identity.js";
import { PROCESS_TAG } from "../run/environment-tags.js";
import type { Experiments } from "./experiments.js";
import { keyFiles } from "./key-files.js";
import { hasMeta, LAYOUT, runNames } from "./layout.js";
import { projectMetrics } from "./metric-files.js";
import type { Runs } from "./runs.js";
import type { SmallFiles } from "./small-file.js";

/** What a recovery did. */
export interface Recovery {
  /** Ids of the runs that were RUNNING though their process had ended, and are KILLED now. */
  readonly killedRuns: readonly string[];
  /** Metric records carried over from journals to the layout. */
  readonly carriedRecords: number;
}

/** See `FileStore.recover`. A run that a living process is logging to is only brought up to date. */
export function recoverRuns(runs: Runs, experiments: Experiments, files: SmallFiles): Recovery {
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

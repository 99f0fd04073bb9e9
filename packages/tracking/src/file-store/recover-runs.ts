import { basename } from "node:path";
import type { Damage } from "../entities/damage.js";
import { hasEnded } from "../process/run-process.js";
import { PROCESS_TAG } from "../run/environment-tags.js";
import { orDamaged } from "./damage.js";
import { experimentFolders } from "./experiments.js";
import { runFolders } from "./layout.js";
import { mergeJournals } from "./metric-files.js";
import { updateRun } from "./run-records.js";
import { keysOf, type Runs, readInfo, whileRunLocked } from "./runs.js";
import { removeLeftovers } from "./store-folder.js";

/** What `FileStore.recover` did. */
export interface Recovery {
  /** The runs that it could not repair, because their files are damaged. The others are repaired all the same. */
  readonly damaged: readonly Damage[];
  /** Ids of the runs that were RUNNING although their process had ended, and are KILLED now. */
  readonly killedRuns: readonly string[];
  /** The number of metric records that were written from journals to where MLflow reads them. */
  readonly mergedRecords: number;
}

/** See `FileStore.recover`. The status of a run whose process is alive stays. */
export async function recoverRuns(runs: Runs): Promise<Recovery> {
  const { store } = runs;
  const killedRuns: string[] = [];
  const damages: Damage[] = [];
  const onDamage = (damage: Damage) => void damages.push(damage);
  let mergedRecords = 0;
  for (const experiment of experimentFolders(store, "ACTIVE_ONLY")) {
    for (const runDir of runFolders(experiment, onDamage)) {
      const runId = basename(runDir);
      const isKilled = orDamaged(onDamage, () => {
        readInfo(runs, runDir);
        removeLeftovers(runDir);
        mergedRecords += mergeJournals(runDir, store.files);
        return isOfEndedProcess(runs, runDir);
      });
      if (!isKilled) continue;
      const end = (locked: Runs) => {
        // It may have been resumed meanwhile.
        if (!isOfEndedProcess(locked, runDir)) return;
        updateRun(locked, runId, { status: "KILLED", endTime: Date.now() });
        killedRuns.push(runId);
      };
      await whileRunLocked(runs, runId, (locked) => orDamaged(onDamage, () => end(locked)));
    }
  }
  return { killedRuns, mergedRecords, damaged: damages };
}

/** Whether a run is RUNNING although its process has ended. */
function isOfEndedProcess(runs: Runs, runDir: string): boolean {
  const { status, lifecycleStage } = readInfo(runs, runDir);
  if (status !== "RUNNING" || lifecycleStage === "deleted") return false;
  const owner = keysOf(runs, runDir, "tags").read()[PROCESS_TAG];
  return owner !== undefined && hasEnded(owner);
}

import { basename, dirname } from "node:path";
import type { Damage } from "../entities/damage.js";
import { RunNotFound } from "../errors.js";
import { damaged, orDamaged } from "../file-store/damage.js";
import { runStamp } from "../file-store/run-stamp.js";
import { type Runs, runFolder } from "../file-store/runs.js";
import type { SyncState } from "./sync-state.js";

/** The ids of the changed runs of each experiment, by its id. All of them wait until they are sent. */
export function runsToSend(
  { runs, state, waiting }: { runs: Runs; state: SyncState; waiting: Map<string, unknown> },
  changedRuns: ReadonlySet<string> | undefined,
): Map<string, string[]> {
  const onDamage = (damage: Damage) => void waiting.set(damage.path, damaged(damage.path, damage.problem));
  const folders = changedRuns ? knownFolders(runs, changedRuns) : state.runFolders(onDamage);
  const runIds = new Map<string, string[]>();
  for (const folder of folders) {
    const runId = basename(folder);
    const stamp = orDamaged(onDamage, () => runStamp(folder, "open or not known", undefined));
    if (stamp === undefined) continue;
    if (!changedRuns && state.runIn(folder)?.stamp === stamp) continue;
    waiting.set(runId, undefined);
    const experimentId = basename(dirname(folder));
    const others = runIds.get(experimentId);
    if (others) others.push(runId);
    else runIds.set(experimentId, [runId]);
  }
  return runIds;
}

/** The folders of runs. One that was removed since it changed is left out. */
function knownFolders(runs: Runs, runIds: ReadonlySet<string>): string[] {
  return [...runIds].flatMap((runId) => {
    try {
      return runFolder(runs, runId);
    } catch (cause) {
      if (RunNotFound.is(cause)) return [];
      throw cause;
    }
  });
}

import { basename, join } from "node:path";
import { type Lease, LeaseLost } from "@imdb/runtime/leases";
import type { Run } from "../entities/run.js";
import { refuseDamage } from "../file-store/damage.js";
import { experimentFolders } from "../file-store/experiments.js";
import type { FileStore } from "../file-store/file-store.js";
import { unsentMetrics } from "../file-store/metric-files.js";
import { runStamp } from "../file-store/run-stamp.js";
import { type Runs, readRun, runFolder } from "../file-store/runs.js";
import { type SmallFiles, smallFiles } from "../file-store/small-file.js";
import { orMissing } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { runsToSend } from "./runs-to-send.js";
import { isRefusedExperiment, namedRefusals, sendDeletion, sendExperiment } from "./send-experiment.js";
import { sendRun } from "./send-run.js";
import { sendVersions, versionTag } from "./send-versions.js";
import { nothingSent, nothingSentOfExperiment, type RefusedRecord, type SentRun } from "./sent.js";
import { answersAfter, isUnreachable, type SyncContext } from "./sync-item.js";
import type { SyncState } from "./sync-state.js";
import { fencedStore, whileLeased } from "./while-leased.js";

/** What one pass over a folder did. */
export interface SyncProgress {
  /** The number of runs of which the server has everything since this pass. */
  readonly runs: number;
  /** The number of records that were sent, of each kind. */
  readonly metrics: number;
  readonly artifacts: number;
  readonly models: number;
  readonly versions: number;
  /** The number of runs, experiments and model versions that are left for a later pass, damaged ones among them. */
  readonly waiting: number;
  /** The records that the server refused in this pass, and those that have failed for so long that they are set aside. */
  readonly refused: readonly RefusedRecord[];
  /** The failure because of which something is left for a later pass; `undefined` when nothing is left. */
  readonly problem: unknown;
}

/** A folder, and the server that gets its content. */
export interface SyncedFolder {
  readonly local: FileStore;
  /** The runs of `local`. */
  readonly runs: Runs;
  readonly server: TrackingStore;
  readonly state: SyncState;
}

/** What a pass has done so far. */
interface Outcome {
  readonly counts: SyncContext["counts"];
  /** The ids of the runs, experiments and model versions left for a later pass, each with its last failure, if any. */
  readonly waiting: Map<string, unknown>;
  readonly refused: RefusedRecord[];
  completedRuns: number;
  versions: number;
}

interface Pass extends SyncedFolder {
  readonly context: SyncContext;
  /** Writes what was sent, as long as no other process sends. */
  readonly files: SmallFiles;
  readonly outcome: Outcome;
}

/**
 * Sends what the server of a folder does not have yet. When a part fails, the others are sent all the same, unless the
 * server is unreachable.
 *
 * @param changedRuns  The ids of the runs to look at; default: everything in the folder.
 * @param prepare      Called before anything is sent, while no other process sends; writes with what it gets.
 */
export async function sendFolder(
  folder: SyncedFolder,
  changedRuns?: ReadonlySet<string>,
  prepare: (files: SmallFiles) => void = () => {},
): Promise<SyncProgress & { readonly isUnreachable: boolean }> {
  const { local, state } = folder;
  const counts = { metrics: 0, artifacts: 0, models: 0 };
  const outcome: Outcome = { counts, waiting: new Map(), refused: [], completedRuns: 0, versions: 0 };
  const { waiting } = outcome;
  let failure: unknown;
  try {
    await whileLeased(join(local.uri, `.sync-${state.serverHash}`), async (lease) => {
      const pass = passOf(folder, lease, outcome);
      prepare(pass.files);
      const runIds = runsToSend({ ...pass, waiting }, changedRuns);
      const experimentIds = changedRuns
        ? [...runIds.keys()]
        : experimentFolders(folder.runs.store, "ALL").map((path) => basename(path));
      for (const id of experimentIds) await sendExperimentAndRuns(pass, id, runIds.get(id) ?? []);
      if (!changedRuns) outcome.versions = await sendRegisteredVersions(pass);
    });
  } catch (cause) {
    // The server is unreachable, the folder cannot be read, or another process sends because this one was paused: the
    // next pass tries again.
    failure = cause;
  }
  return {
    runs: outcome.completedRuns,
    ...counts,
    versions: outcome.versions,
    waiting: Math.max(waiting.size, failure === undefined ? 0 : 1),
    refused: outcome.refused,
    problem: failure ?? [...waiting.values()].findLast((cause) => cause !== undefined),
    isUnreachable: isUnreachable(failure),
  };
}

/** Sends an experiment. One that is damaged, or whose sending fails, keeps no other back. */
async function sendExperimentAndRuns(
  pass: Pass,
  experimentId: string,
  runIds: readonly string[],
): Promise<void> {
  try {
    await sendExperimentContent(pass, experimentId, runIds);
  } catch (cause) {
    if (!(await pass.context.canContinueAfter(cause))) throw cause;
    pass.outcome.waiting.set(`experiment ${experimentId}`, cause);
  }
}

async function sendExperimentContent(
  pass: Pass,
  experimentId: string,
  runIds: readonly string[],
): Promise<void> {
  const { context, state, local, files, outcome } = pass;
  const experiment = await local.getExperiment(experimentId);
  const sent = state.experiment(experimentId) ?? nothingSentOfExperiment();
  // MLflow's default experiment, which every folder has, is sent with its first run.
  if (sent.id === "" && experimentId === "0" && runIds.length === 0) return;
  const item = { context, id: `experiment ${experiment.name}`, runId: "", sent };
  const [textBefore, refusedBefore] = [JSON.stringify(sent), sent.refused.length];
  try {
    await sendExperiment(item, experiment);
    // A refused experiment has no copy that could take its runs.
    if (isRefusedExperiment(sent)) for (const runId of runIds) outcome.waiting.delete(runId);
    if (sent.id === "") return;
    await sendRuns(pass, sent.id, runIds);
    await sendDeletion(item, experiment);
  } finally {
    outcome.refused.push(...namedRefusals(sent.refused.slice(refusedBefore), experiment));
    if (JSON.stringify(sent) !== textBefore) state.saveExperiment(experimentId, sent, files);
  }
}

async function sendRuns(pass: Pass, experimentCopy: string, runIds: readonly string[]): Promise<void> {
  const { runs, outcome } = pass;
  const changed: { readonly run: Run; readonly stamp: string }[] = [];
  for (const runId of runIds) {
    try {
      const folder = runFolder(runs, runId);
      const stamp = runStamp(folder, "open or not known", undefined);
      // A run without one of its datasets would pass for the whole run.
      changed.push({ run: readRun(runs, folder, refuseDamage), stamp });
    } catch (cause) {
      // A damaged run is reported, and the other runs are sent all the same.
      outcome.waiting.set(runId, cause);
    }
  }
  // Parents start before their children, so a child finds its parent's copy.
  changed.sort((a, b) => a.run.info.startTime - b.run.info.startTime);
  for (const { run, stamp } of changed) await sendOneRun(pass, experimentCopy, run, stamp);
}

async function sendOneRun(pass: Pass, experimentCopy: string, run: Run, stamp: string): Promise<void> {
  const { state, context, outcome } = pass;
  const { runId } = run.info;
  const before = state.run(runId);
  const refusedBefore = before?.refused.length ?? 0;
  try {
    const sent = await sendRun(context, experimentCopy, run, before, stamp);
    if (sent.stamp === stamp) outcome.waiting.delete(runId);
    if (sent.stamp === stamp && sent.id !== "") outcome.completedRuns++;
    outcome.refused.push(...sent.refused.slice(refusedBefore));
  } catch (cause) {
    if (!(await context.canContinueAfter(cause))) throw cause;
    outcome.waiting.set(runId, cause);
  }
}

async function sendRegisteredVersions({ state, local, context, files, outcome }: Pass): Promise<number> {
  const known = new Map<string, { readonly sent: SentRun; readonly isComplete: boolean }>();

  async function sentOf(runId: string): Promise<SentRun> {
    // A version may belong to a run that only the server has, or to no run.
    const ownId = runId !== "" && (await orMissing(local.getRun(runId))) ? runId : "";
    const before = known.get(ownId);
    if (before) return before.sent;
    const sent = state.run(ownId) ?? nothingSent();
    known.set(ownId, { sent, isComplete: state.isComplete(ownId) });
    return sent;
  }

  try {
    const versions = await sendVersions(context, versionTag(state.serverHash), sentOf);
    outcome.refused.push(...versions.refused);
    return versions.count;
  } finally {
    for (const [runId, { sent, isComplete }] of known) {
      state.saveRun(runId, sent, files);
      if (!isComplete) state.markIncomplete(runId);
    }
  }
}

function passOf(folder: SyncedFolder, lease: Lease, outcome: Outcome): Pass {
  const { root, durability } = folder.runs.store;
  const files = smallFiles(root, durability, lease.check);
  const server = fencedStore(folder.server, lease);
  return { ...folder, context: contextOf({ ...folder, server }, files, outcome), files, outcome };
}

function contextOf(
  { local, runs, server, state }: SyncedFolder,
  files: SmallFiles,
  { counts, waiting }: Outcome,
): SyncContext {
  return {
    from: local,
    to: server,
    counts,
    copyOfRun(runId) {
      try {
        return state.run(runId)?.id || undefined;
      } catch {
        // The folder has no such run.
        return undefined;
      }
    },
    isRefused: ({ info }) =>
      isRefusedExperiment(state.experiment(info.experimentId)) ||
      (state.run(info.runId)?.refused.some(({ record }) => record === "run") ?? false),
    unsent: async ({ info }, sent) => unsentMetrics(runFolder(runs, info.runId), sent.metrics),
    isComplete: state.isComplete,
    save: (runId, sent) => state.saveRun(runId, sent, files),
    markIncomplete: state.markIncomplete,
    // If the server answers another request, the failure concerns one record only.
    canContinueAfter: async (cause) => !LeaseLost.is(cause) && answersAfter(server, cause),
    postpone: (id, _record, cause) => void waiting.set(id, cause),
  };
}

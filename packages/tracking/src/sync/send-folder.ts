import { basename, dirname } from "node:path";
import type { Experiment } from "../entities/experiment.js";
import type { Run } from "../entities/run.js";
import type { FileStore, FileStoreInside } from "../file-store/file-store.js";
import { unsentMetrics } from "../file-store/metric-files.js";
import { runStamp } from "../file-store/run-stamp.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Ledger } from "./ledger.js";
import { isAway, isRefusal } from "./refusal.js";
import { sendDeletion, sendExperiment } from "./send-experiment.js";
import { sendRun } from "./send-run.js";
import { sendVersions, versionTag } from "./send-versions.js";
import type { Sending } from "./sending.js";
import type { RefusedRecord, SentExperiment } from "./sent.js";

/** What one pass over a folder did. */
export interface SyncProgress {
  /** How many runs are on the server with all that they have. */
  readonly runs: number;
  /** How much was sent. */
  readonly metrics: number;
  readonly artifacts: number;
  readonly models: number;
  readonly versions: number;
  /** How many runs, experiments and model versions are left for later. */
  readonly waiting: number;
  /** What the server refused in this pass. */
  readonly refused: readonly RefusedRecord[];
  /** Why something waits; `undefined` when nothing does. */
  readonly problem: unknown;
}

/** A folder, and the server that gets what is in it. */
export interface SyncedFolder {
  readonly local: FileStore;
  readonly inside: FileStoreInside;
  readonly server: TrackingStore;
  readonly ledger: Ledger;
}

interface Pass extends SyncedFolder {
  readonly sending: Sending;
  /** What is left for later, by what names it. */
  readonly waiting: Map<string, unknown>;
  readonly refused: RefusedRecord[];
}

/**
 * Sends what of a folder is not on its server yet. A part that fails keeps no other back, unless the server is away.
 *
 * @param touched  The runs to look at; default: everything in the folder.
 * @returns What was done, and whether the server turned out to be away.
 */
export async function sendFolder(
  folder: SyncedFolder,
  touched?: ReadonlySet<string>,
): Promise<SyncProgress & { readonly isAway: boolean }> {
  const waiting = new Map<string, unknown>();
  const refused: RefusedRecord[] = [];
  const sending = sendingOf(folder, waiting);
  const pass: Pass = { ...folder, sending, waiting, refused };
  let versions = 0;
  let changed: string[] = [];
  let failure: unknown;
  try {
    const groups = runsToSend(pass, touched);
    changed = [...waiting.keys()];
    const ids = touched ? [...groups.keys()] : await experimentIds(folder);
    for (const id of ids) await sendGroup(pass, await folder.local.getExperiment(id), groups.get(id) ?? []);
    if (!touched) versions = await sendRegistered(pass);
  } catch (cause) {
    // The server is away, or the folder cannot be read: the next pass tries again.
    failure = cause;
  }
  const problem = failure ?? [...waiting.values()].filter((cause) => cause !== undefined).at(-1);
  return {
    runs: changed.filter((runId) => !waiting.has(runId)).length,
    ...sending.counts,
    versions,
    waiting: Math.max(waiting.size, failure === undefined ? 0 : 1),
    refused,
    problem,
    isAway: isAway(failure),
  };
}

/** The changed runs of each experiment, by its id. All of them wait until they are sent. */
function runsToSend(
  { inside, ledger, waiting }: Pass,
  touched: ReadonlySet<string> | undefined,
): Map<string, string[]> {
  const folders = touched ? [...touched].map((runId) => inside.runs.folder(runId)) : ledger.runFolders();
  const groups = new Map<string, string[]>();
  for (const folder of folders) {
    const runId = basename(folder);
    if (!touched && ledger.runIn(folder)?.stamp === runStamp(folder, "open or not known")) continue;
    waiting.set(runId, undefined);
    const experimentId = basename(dirname(folder));
    groups.set(experimentId, [...(groups.get(experimentId) ?? []), runId]);
  }
  return groups;
}

/** MLflow's default experiment, which every folder has, is sent with its first run. */
async function experimentIds({ local }: SyncedFolder): Promise<string[]> {
  return (await local.listExperiments("ALL")).map(({ experimentId }) => experimentId);
}

async function sendGroup(pass: Pass, experiment: Experiment, runIds: readonly string[]): Promise<void> {
  const { ledger, server, waiting } = pass;
  const { experimentId } = experiment;
  const before = ledger.experiment(experimentId);
  if (!before && experimentId === "0" && runIds.length === 0) return;
  const sent = await changeExperiment(pass, experiment, before, () =>
    sendExperiment(server, experiment, before),
  );
  if (!sent) return;
  const runs: Run[] = [];
  const stamps = new Map<string, string>();
  for (const runId of runIds) {
    stamps.set(runId, runStamp(pass.inside.runs.folder(runId), "open or not known"));
    try {
      runs.push(await pass.local.getRun(runId));
    } catch (cause) {
      // A damaged run is told, and keeps no other back.
      waiting.set(runId, cause);
    }
  }
  // Parents are older than their children, so that a child finds its parent's copy.
  for (const run of runs.sort((a, b) => a.info.startTime - b.info.startTime))
    await sendOne(pass, sent.id, run, stamps);
  await changeExperiment(pass, experiment, sent, async () => {
    await sendDeletion(server, experiment, sent);
    return sent;
  });
}

/** Changes an experiment there and keeps what is known of it; `undefined` when that has to wait. */
async function changeExperiment(
  { ledger, sending, refused, waiting }: Pass,
  experiment: Experiment,
  before: SentExperiment | undefined,
  work: () => Promise<SentExperiment>,
): Promise<SentExperiment | undefined> {
  const { experimentId, name, tags, lifecycleStage: lifecycle } = experiment;
  try {
    const sent = await work();
    ledger.saveExperiment(experimentId, sent);
    return sent;
  } catch (cause) {
    if (!(await sending.goesOnAfter(cause))) throw cause;
    if (!isRefusal(cause) || !before) {
      waiting.set(`experiment ${name}`, cause);
      return before;
    }
    refused.push({ runId: "", record: `experiment ${name}`, reason: (cause as Error).message });
    const settled = { ...before, name, tags: { ...tags }, lifecycle };
    ledger.saveExperiment(experimentId, settled);
    return settled;
  }
}

async function sendOne(
  { ledger, sending, waiting, refused }: Pass,
  experiment: string,
  run: Run,
  stamps: ReadonlyMap<string, string>,
): Promise<void> {
  const { runId } = run.info;
  const before = ledger.run(runId);
  const known = before?.refused.length ?? 0;
  try {
    const sent = await sendRun(sending, experiment, run, before, stamps.get(runId));
    if (sent.stamp === stamps.get(runId)) waiting.delete(runId);
    refused.push(...sent.refused.slice(known));
  } catch (cause) {
    if (!(await sending.goesOnAfter(cause))) throw cause;
    waiting.set(runId, cause);
  }
}

function sendRegistered({ ledger, sending }: Pass): Promise<number> {
  return sendVersions(sending, versionTag(ledger.target), (runId) => {
    const sent = ledger.run(runId);
    return sent && (sent.id !== "" || sent.refused.length > 0) ? sent : undefined;
  });
}

function sendingOf({ local, inside, server, ledger }: SyncedFolder, waiting: Map<string, unknown>): Sending {
  return {
    from: local,
    to: server,
    counts: { metrics: 0, artifacts: 0, models: 0 },
    copyOfRun(runId) {
      try {
        return ledger.run(runId)?.id || undefined;
      } catch {
        // No run of this folder.
        return undefined;
      }
    },
    unsent: async ({ info }, sent) => unsentMetrics(inside.runs.folder(info.runId), sent.metrics),
    isSure: ledger.isSure,
    save: ledger.saveRun,
    doubt: ledger.doubt,
    goesOnAfter: async (cause) => !isAway(cause) || (await answers(server)),
    leave: (id, cause) => void waiting.set(id, cause),
  };
}

/** Whether a server answers at all: then a request that got no usable answer is to blame itself. */
async function answers(server: TrackingStore): Promise<boolean> {
  try {
    await server.getExperimentByName("Default");
    return true;
  } catch {
    return false;
  }
}

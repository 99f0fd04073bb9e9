import { basename, dirname, join } from "node:path";
import type { Run } from "../entities/run.js";
import type { FileStore, FileStoreInside } from "../file-store/file-store.js";
import { unsentMetrics } from "../file-store/metric-files.js";
import { runStamp } from "../file-store/run-stamp.js";
import { orMissing } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { inTurn } from "./lease.js";
import type { Ledger } from "./ledger.js";
import { sendDeletion, sendExperiment } from "./send-experiment.js";
import { sendRun } from "./send-run.js";
import { sendVersions, versionTag } from "./send-versions.js";
import { attempt, isAway, type Sending } from "./sending.js";
import { nothingSent, type RefusedRecord, type SentRun } from "./sent.js";

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
  const { local, ledger } = folder;
  const waiting = new Map<string, unknown>();
  const refused: RefusedRecord[] = [];
  const sending = sendingOf(folder, waiting);
  const pass: Pass = { ...folder, sending, waiting, refused };
  let versions = 0;
  let changed: string[] = [];
  let failure: unknown;
  try {
    await inTurn(join(local.uri, `.sync-${ledger.target}.lock`), async () => {
      const groups = runsToSend(pass, touched);
      changed = [...waiting.keys()];
      const ids = touched
        ? [...groups.keys()]
        : (await local.listExperiments("ALL")).map(({ experimentId }) => experimentId);
      for (const id of ids) await sendGroup(pass, id, groups.get(id) ?? []);
      if (!touched) versions = await sendRegistered(pass);
    });
  } catch (cause) {
    // The server is away, or the folder cannot be read: the next pass tries again.
    failure = cause;
  }
  return {
    runs: changed.filter((runId) => !waiting.has(runId)).length,
    ...sending.counts,
    versions,
    waiting: Math.max(waiting.size, failure === undefined ? 0 : 1),
    refused,
    problem: failure ?? [...waiting.values()].findLast((cause) => cause !== undefined),
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

async function sendGroup(pass: Pass, experimentId: string, runIds: readonly string[]): Promise<void> {
  const { ledger, sending, waiting, local, server } = pass;
  const experiment = await local.getExperiment(experimentId);
  let sent = ledger.experiment(experimentId);
  // MLflow's default experiment, which every folder has, is sent with its first run.
  if (!sent && experimentId === "0" && runIds.length === 0) return;
  const id = `experiment ${experiment.name}`;
  const consignment = { sending, id, sent: pass };
  await attempt(consignment, id, async () => {
    sent = await sendExperiment(server, experiment, sent);
    ledger.saveExperiment(experimentId, sent);
  });
  if (!sent) return;
  const runs: { readonly run: Run; readonly stamp: string }[] = [];
  for (const runId of runIds) {
    const stamp = runStamp(pass.inside.runs.folder(runId), "open or not known");
    try {
      runs.push({ run: await local.getRun(runId), stamp });
    } catch (cause) {
      // A damaged run is told, and keeps no other back.
      waiting.set(runId, cause);
    }
  }
  // Parents are older than their children, so that a child finds its parent's copy.
  runs.sort((a, b) => a.run.info.startTime - b.run.info.startTime);
  for (const { run, stamp } of runs) await sendOne(pass, sent.id, run, stamp);
  const { lifecycle } = sent;
  await attempt(consignment, id, () => sendDeletion(server, experiment, sent!));
  if (sent.lifecycle !== lifecycle) ledger.saveExperiment(experimentId, sent);
}

async function sendOne(
  { ledger, sending, waiting, refused }: Pass,
  experiment: string,
  run: Run,
  stamp: string,
): Promise<void> {
  const { runId } = run.info;
  const before = ledger.run(runId);
  const known = before?.refused.length ?? 0;
  try {
    const sent = await sendRun(sending, experiment, run, before, stamp);
    if (sent.stamp === stamp) waiting.delete(runId);
    refused.push(...sent.refused.slice(known));
  } catch (cause) {
    if (!(await sending.goesOnAfter(cause))) throw cause;
    waiting.set(runId, cause);
  }
}

async function sendRegistered({ ledger, local, sending, refused }: Pass): Promise<number> {
  const known = new Map<string, { readonly sent: SentRun; readonly isSure: boolean }>();

  async function sentOf(runId: string): Promise<SentRun> {
    const before = known.get(runId);
    if (before) return before.sent;
    // A version may be of a run of the server, or of none.
    if (runId === "" || !(await orMissing(local.getRun(runId)))) return nothingSent();
    const sent = ledger.run(runId) ?? nothingSent();
    known.set(runId, { sent, isSure: ledger.isSure(runId) });
    return sent;
  }

  try {
    const versions = await sendVersions(sending, versionTag(ledger.target), sentOf);
    refused.push(...versions.refused);
    return versions.count;
  } finally {
    for (const [runId, { sent, isSure }] of known) {
      ledger.saveRun(runId, sent);
      if (!isSure) ledger.doubt(runId);
    }
  }
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
    // Where a server answers at all, a request that got no usable answer is to blame itself.
    goesOnAfter: async (cause) =>
      !isAway(cause) ||
      server.getExperimentByName("Default").then(
        () => true,
        () => false,
      ),
    leave: (id, cause) => void waiting.set(id, cause),
  };
}

import { FileFailure, ImdbError, SchemaMismatch } from "@imdb/core";
import type { Run } from "../entities/run.js";
import { DamagedStore, ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../errors.js";
import type { UnsentMetric } from "../file-store/metric-files.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { failedAgain } from "./failing-time.js";
import type { SentExperiment, SentRun } from "./sent.js";

/** What all steps of one sync from a store to another share. */
export interface SyncContext {
  readonly from: TrackingStore;
  readonly to: TrackingStore;
  /** How much was sent so far. */
  readonly counts: { metrics: number; artifacts: number; models: number };
  /** The id of a run's copy; `undefined` when it has none. */
  copyOfRun(runId: string): string | undefined;
  /** Whether a run gets no copy because it, or its experiment, was refused. */
  isRefused(run: Run): boolean;
  /** The metrics of a run that are not known to be sent; see `unsentMetrics`. */
  unsent(run: Run, sent: SentRun): Promise<{ journalled: UnsentMetric[]; foreign: UnsentMetric[] }>;
  /**
   * Whether the record of what was sent of a run is complete: no answer was lost, and no process died while sending.
   */
  isComplete(runId: string): boolean;
  /** Saves what is known of a run. */
  save(runId: string, sent: SentRun): void;
  /** Marks the record of what was sent of a run as incomplete. */
  markIncomplete(runId: string): void;
  /** Whether the rest should be sent after a part has failed with `cause`. */
  canContinueAfter(cause: unknown): Promise<boolean>;
  /** Called with the id of an item of which a record is left for a later sync. */
  postpone(id: string, record: string, cause: unknown): void;
}

/** A run, an experiment or a model version whose parts are sent one by one. */
export interface SyncItem {
  readonly context: SyncContext;
  /** Names the item among those that wait. */
  readonly id: string;
  /** The run that it belongs to; empty when it belongs to none. */
  readonly runId: string;
  readonly sent: SentExperiment;
}

/** A run that is sent. */
export interface RunSyncItem extends SyncItem {
  readonly run: Run;
  readonly sent: SentRun;
  /** Whether `sent` names everything that is on the other store. */
  isComplete: boolean;
}

/** Makes the item of a run. */
export function runSyncItem(context: SyncContext, run: Run, sent: SentRun): RunSyncItem {
  const { runId } = run.info;
  return { context, id: runId, runId, run, sent, isComplete: context.isComplete(runId) };
}

/** A part that is sent by a request of its own. */
export interface Part {
  /** Its name in lists of refused records: `tag a`, `artifact a/b.txt`. */
  readonly name: string;
  /** A text that changes when the content changes. The part is sent again only when it differs. */
  readonly fingerprint: string;
  send(): Promise<void>;
}

/** A record that fails this often, over so many milliseconds, fails for good: it is set aside as a refused one is. */
const MAX_FAILURES = 5;
const MAX_FAILING_MS = 10 * 60_000;

/**
 * Sends one part of an item. A refusal is noted under the name `record`; another failure postpones the item, until the
 * part has failed for ten minutes while the other store answered: then it is noted as refused too.
 *
 * @returns Whether the part is done: it was sent, or refused.
 */
export async function attempt(
  { context, id, runId, sent }: SyncItem,
  record: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    delete sent.failures[record];
    return true;
  } catch (cause) {
    if (!(await context.canContinueAfter(cause))) throw cause;
    const reason = String((cause as Error).message ?? cause);
    const failures = isRefusal(cause) ? "refused" : addFailure(sent, record);
    if (failures === "some") {
      context.postpone(id, record, cause);
      return false;
    }
    delete sent.failures[record];
    sent.refused.push({ runId, record, reason });
    return true;
  }
}

function addFailure({ failures }: SentExperiment, record: string): "some" | "too many" {
  const failed = failedAgain(failures[record]);
  failures[record] = failed;
  return failed.count >= MAX_FAILURES && failed.failingMs >= MAX_FAILING_MS ? "too many" : "some";
}

/** The same as {@link attempt}, but once a part was refused, it is not sent again. */
export async function attemptOnce(
  item: SyncItem,
  record: string,
  work: () => Promise<void>,
): Promise<boolean> {
  return item.sent.refused.some((refused) => refused.record === record) || attempt(item, record, work);
}

/** Sends, in their order, the parts that have changed since they were sent. Returns whether all are done. */
export async function sendParts(item: SyncItem, parts: readonly Part[]): Promise<boolean> {
  const done = item.sent.parts;
  let allDone = true;
  for (const { name, fingerprint, send } of parts) {
    if (done[name] === fingerprint) continue;
    const isDone = await attempt(item, name, send);
    if (isDone) done[name] = fingerprint;
    allDone &&= isDone;
  }
  return allDone;
}

/** The number of single records that fail one after the other before the rest of their batch waits for a later pass. */
const MAX_FAILURES_IN_A_ROW = 20;

/**
 * Sends records in one request. When that fails, it sends each half in a request of its own, and so on. So only the
 * wrong records are not sent. Where every record fails, the rest is left for a later pass: each costs all retries.
 *
 * @param row  How many single records have failed since one was sent.
 * @returns Whether all records are done.
 */
export async function sendBatch<T extends { readonly name: string }>(
  item: SyncItem,
  records: readonly T[],
  send: (records: readonly T[]) => Promise<void>,
  row = { failures: 0 },
): Promise<boolean> {
  if (records.length === 0) return true;
  if (row.failures >= MAX_FAILURES_IN_A_ROW) return false;
  if (records.length === 1) {
    const isDone = await attempt(item, records[0]!.name, () => send(records));
    row.failures = isDone ? 0 : row.failures + 1;
    return isDone;
  }
  try {
    await send(records);
    row.failures = 0;
    return true;
  } catch (cause) {
    if (!(await item.context.canContinueAfter(cause))) throw cause;
  }
  const half = records.length >> 1;
  const first = await sendBatch(item, records.slice(0, half), send, row);
  return (await sendBatch(item, records.slice(half), send, row)) && first;
}

/** Whether the rest can be sent after a failure: the server refused something, or it answers another request. */
export async function answersAfter(server: TrackingStore, cause: unknown): Promise<boolean> {
  if (!isUnreachable(cause)) return true;
  return server.getExperimentByName("Default").then(
    () => true,
    () => false,
  );
}

/**
 * Whether a failure means that the server cannot be used now: there was no answer, or one that is not MLflow's (the
 * page of a proxy), or the token has expired. None of these means that a record is wrong.
 */
export function isUnreachable(cause: unknown): boolean {
  if (ServerUnreachable.is(cause) || UnexpectedAnswer.is(cause) || SchemaMismatch.is(cause)) return true;
  if (!ServerRefused.is(cause)) return false;
  return cause.details.errorCode === "" || [401, 403, 407].includes(cause.details.status);
}

/** Whether a store has refused a record and would refuse it again. */
function isRefusal(cause: unknown): boolean {
  if (isUnreachable(cause) || FileFailure.is(cause) || DamagedStore.is(cause)) return false;
  return ImdbError.isInstance(cause) && cause.kind !== "internal";
}

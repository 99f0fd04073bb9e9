import { FileFailure, ImdbError } from "@imdb/core";
import type { Run } from "../entities/run.js";
import { DamagedStore, ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../errors.js";
import type { UnsentMetric } from "../file-store/metric-files.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { RefusedRecord, SentRun } from "./sent.js";

/** What a sync from one store to another works with. */
export interface Sending {
  readonly from: TrackingStore;
  readonly to: TrackingStore;
  readonly counts: { metrics: number; artifacts: number; models: number };
  /** The id of a run's copy, when it has one. */
  copyOfRun(runId: string): string | undefined;
  /** The metrics of a run that are not known to be sent; see `unsentMetrics`. */
  unsent(run: Run, sent: SentRun): Promise<{ journalled: UnsentMetric[]; foreign: UnsentMetric[] }>;
  /** Whether what is known of a run is all that was sent: no answer got lost, and no process died over it. */
  isSure(runId: string): boolean;
  /** Keeps what is known of a run. */
  save(runId: string, sent: SentRun): void;
  /** What is known of a run may not be all from now on. */
  doubt(runId: string): void;
  /** Whether the rest is to be sent although a part of it has failed. */
  goesOnAfter(cause: unknown): Promise<boolean>;
  /** Told of a part that is left for later. */
  leave(id: string, cause: unknown): void;
}

/** Something whose parts are sent one by one: what it is, and what is known to be sent or refused of it. */
export interface Consignment {
  readonly sending: Sending;
  /** The id of a run, or what names an experiment among what waits. */
  readonly id: string;
  readonly sent: { readonly refused: RefusedRecord[] };
}

/** A run on its way. */
export interface RunConsignment extends Consignment {
  readonly run: Run;
  readonly sent: SentRun;
  /** Whether `sent` knows everything that is on the other store. */
  isSure: boolean;
}

/** A part that is sent by a request of its own. */
export interface Part {
  /** Names it among what was refused: `tag a`, `artifact a/b.txt`. */
  readonly name: string;
  /** Tells its content from another: it is not sent again while this is the same. */
  readonly state: string;
  send(): Promise<void>;
}

/** Sends a part, which `record` names. The answer is whether that is over: it was sent, or refused. */
export async function attempt(
  { sending, id, sent }: Consignment,
  record: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (cause) {
    if (!(await sending.goesOnAfter(cause))) throw cause;
    if (!isRefusal(cause)) {
      sending.leave(id, cause);
      return false;
    }
    sent.refused.push({ runId: id, record, reason: (cause as Error).message });
    return true;
  }
}

/** The same for a part that is not sent again once it was refused. */
export async function attemptOnce(
  consignment: Consignment,
  record: string,
  work: () => Promise<void>,
): Promise<boolean> {
  return (
    consignment.sent.refused.some((refused) => refused.record === record) ||
    attempt(consignment, record, work)
  );
}

/** Sends, in their order, the parts that have changed since they were sent. The answer is whether all are over. */
export async function sendParts(consignment: RunConsignment, parts: readonly Part[]): Promise<boolean> {
  const done = consignment.sent.parts;
  let over = true;
  for (const { name, state, send } of parts) {
    if (done[name] === state) continue;
    const isOver = await attempt(consignment, name, send);
    if (isOver) done[name] = state;
    over &&= isOver;
  }
  return over;
}

/**
 * Sends records in one request. When it fails, its halves are tried, until what is wrong stands alone and the rest is
 * sent.
 *
 * @returns Whether all of it is over.
 */
export async function sendTogether<T extends { readonly name: string }>(
  consignment: Consignment,
  records: readonly T[],
  send: (records: readonly T[]) => Promise<void>,
): Promise<boolean> {
  if (records.length === 0) return true;
  if (records.length === 1) return attempt(consignment, records[0]!.name, () => send(records));
  try {
    await send(records);
    return true;
  } catch (cause) {
    if (!(await consignment.sending.goesOnAfter(cause))) throw cause;
  }
  const half = records.length >> 1;
  const first = await sendTogether(consignment, records.slice(0, half), send);
  return (await sendTogether(consignment, records.slice(half), send)) && first;
}

/**
 * Whether a failure says that the server is away: no answer, or one that is not MLflow's (a proxy's page), or a token
 * that has run out. What it says of a record may be another thing tomorrow.
 */
export function isAway(cause: unknown): boolean {
  if (ServerUnreachable.is(cause) || UnexpectedAnswer.is(cause)) return true;
  if (!ServerRefused.is(cause)) return false;
  return cause.details.errorCode === "" || [401, 403, 407].includes(cause.details.status);
}

/** Whether a store has said no to a record, and will say so again. */
function isRefusal(cause: unknown): boolean {
  if (isAway(cause) || FileFailure.is(cause) || DamagedStore.is(cause)) return false;
  return ImdbError.isInstance(cause) && cause.kind !== "internal";
}

import type { Run } from "../entities/run.js";
import type { UnsentMetric } from "../file-store/metric-files.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { isRefusal } from "./refusal.js";
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
  leave(runId: string, cause: unknown): void;
}

/** Sends a part of a run, which `record` names. The answer is whether that is over: it was sent, or refused. */
export type Attempt = (record: string, work: () => Promise<void>) => Promise<boolean>;

/** Makes the function that sends the parts of one run; what is refused is noted in `sent`. */
export function attempts(
  sending: Sending,
  runId: string,
  sent: { readonly refused: RefusedRecord[] },
): Attempt {
  return async (record, work) => {
    try {
      await work();
      return true;
    } catch (cause) {
      if (!(await sending.goesOnAfter(cause))) throw cause;
      if (!isRefusal(cause)) {
        sending.leave(runId, cause);
        return false;
      }
      sent.refused.push({ runId, record, reason: (cause as Error).message });
      return true;
    }
  };
}

/** The same for a part that is not sent again once it was refused. */
export function once(sent: { readonly refused: RefusedRecord[] }, attempt: Attempt): Attempt {
  return async (record, work) =>
    sent.refused.some((refused) => refused.record === record) || attempt(record, work);
}

/**
 * Sends records in one request. When it fails, its halves are tried, until what is wrong stands alone and the rest is
 * sent.
 *
 * @returns Whether all of it is over.
 */
export async function sendTogether<T>(
  sending: Sending,
  attempt: Attempt,
  records: readonly T[],
  nameOf: (record: T) => string,
  send: (records: readonly T[]) => Promise<void>,
): Promise<boolean> {
  if (records.length === 0) return true;
  if (records.length === 1) return attempt(nameOf(records[0]!), () => send(records));
  try {
    await send(records);
    return true;
  } catch (cause) {
    if (!(await sending.goesOnAfter(cause))) throw cause;
  }
  const half = records.length >> 1;
  const first = await sendTogether(sending, attempt, records.slice(0, half), nameOf, send);
  const second = await sendTogether(sending, attempt, records.slice(half), nameOf, send);
  return first && second;
}

import { OutboxPending, ServerRefused, ServerUnreachable, UnexpectedAnswer } from "../errors.js";
import { joined } from "./joined.js";
import type { LocalIds } from "./local-ids.js";
import type { Operation } from "./operation.js";
import type { OutboxFile } from "./outbox-file.js";
import type { Perform } from "./perform.js";

/** Sends operations in order; what the server cannot take now is kept on disk and sent when it is back. */
export interface Outbox {
  /**
   * Resolves with what `attempt` gives, or with `undefined` when the server is away and the operation is on disk.
   *
   * @param make  Makes the operation; called only when it has to wait.
   */
  deliver<T>(make: () => Operation, attempt: () => Promise<T>): Promise<T | undefined>;
  /** Puts an operation on disk without sending it. */
  keep(operation: Operation): void;
  /** Sends what waits. @throws `OUTBOX_PENDING` when some of it cannot be sent. */
  drain(): Promise<void>;
  /** What waits then is sent by the next process. */
  stop(): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/**
 * Opens an outbox on its file.
 *
 * An operation that fails because the server is away is written to disk, and so is every later one until the
 * disk is empty again, so that their order holds. What the server refuses when it is back (a run deleted
 * meanwhile) goes to a file of refused operations, and `drain` says so.
 */
export function openOutbox(folder: string, file: OutboxFile, ids: LocalIds, perform: Perform): Outbox {
  let refused = 0;
  let reason = "";
  let wait = FIRST_WAIT;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let draining: Promise<void> | undefined;
  if (file.waiting.length > 0) schedule();

  function schedule(): void {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      sendWaiting().catch((cause: unknown) => {
        // Nobody waits for this attempt: it stays on disk, and `drain` tells.
        reason = String(cause);
      });
    }, wait);
    timer.unref();
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function sendWaiting(): Promise<void> {
    draining ??= send().finally(() => {
      draining = undefined;
      if (file.waiting.length > 0) schedule();
      else wait = FIRST_WAIT;
    });
    return draining;
  }

  async function send(): Promise<void> {
    let together = true;
    for (let next = joined(file.waiting); next; next = joined(file.waiting)) {
      const { operation, count } = together ? next : { operation: file.waiting[0]!, count: 1 };
      try {
        await perform(operation);
        file.shift(count);
      } catch (cause) {
        reason = cause instanceof Error ? cause.message : String(cause);
        if (mayPass(cause)) return file.touch();
        // Of several, only the one that is wrong may be refused.
        if (count > 1) together = false;
        else {
          refuse(operation);
          together = true;
        }
      }
    }
  }

  function refuse(operation: Operation): void {
    refused++;
    if ("local" in operation) ids.note({ local: operation.local, refused: reason });
    file.refuse(reason);
  }

  function keep(operation: Operation): void {
    file.append(operation);
    schedule();
  }

  return {
    keep,
    async deliver(make, attempt) {
      if (file.waiting.length > 0) return void keep(make());
      try {
        return await attempt();
      } catch (cause) {
        if (!ServerUnreachable.is(cause) && !OutboxPending.is(cause)) throw cause;
        reason = cause.message;
        keep(make());
        return undefined;
      }
    },
    async drain() {
      await sendWaiting();
      const waiting = file.waiting.length;
      if (waiting + refused === 0) return;
      const gone = refused;
      refused = 0;
      throw OutboxPending.create({ folder, waiting, refused: gone, reason });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Whether it may go well later: the server is away, a proxy stands in its place, a token has run out. */
function mayPass(cause: unknown): boolean {
  if (ServerUnreachable.is(cause) || UnexpectedAnswer.is(cause) || OutboxPending.is(cause)) return true;
  return ServerRefused.is(cause) && [401, 403, 407].includes(cause.details.status);
}

import { OutboxPending, ServerRefused, ServerUnreachable } from "../errors.js";
import { type Operation, type OutboxFile, openOutboxFile } from "./outbox-file.js";

/** Sends operations in order; what the server cannot take now is kept on disk and sent when it is back. */
export interface Outbox {
  /** Resolves when the server has taken the operation, or when it is on disk. */
  deliver(operation: Operation): Promise<void>;
  /** Keeps bytes on disk for an artifact operation. */
  file: OutboxFile;
  /** Puts an operation on disk without sending it. */
  keep(operation: Operation): void;
  /** Sends what waits. @throws `OUTBOX_PENDING` when some of it cannot be sent. */
  drain(): Promise<void>;
  stop(): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/**
 * Opens an outbox.
 *
 * An operation that fails because the server is away is written to disk, and so is every later one until the
 * disk is empty again, so that their order holds. What the server refuses when it is back (a run deleted
 * meanwhile) goes to a file of refused operations, and `drain` says so.
 *
 * @param perform  Does one operation; throws `TRACKING_SERVER_UNREACHABLE` when the server is away.
 */
export function openOutbox(folder: string, perform: (operation: Operation) => Promise<void>): Outbox {
  const file = openOutboxFile(folder);
  let refused = 0;
  let reason = "";
  let wait = FIRST_WAIT;
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;
  if (file.waiting.length > 0) schedule();

  function schedule(): void {
    if (timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void sendWaiting();
    }, wait);
    timer.unref();
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function sendWaiting(): Promise<void> {
    draining ??= work().finally(() => {
      draining = undefined;
      if (file.waiting.length > 0) schedule();
      else wait = FIRST_WAIT;
    });
    return draining;
  }

  async function work(): Promise<void> {
    for (let next = file.waiting[0]; next; next = file.waiting[0]) {
      try {
        await perform(next);
        file.shift();
      } catch (cause) {
        reason = cause instanceof Error ? cause.message : String(cause);
        if (!ServerRefused.is(cause)) return;
        refused++;
        file.refuse(reason);
      }
    }
  }

  function keep(operation: Operation): void {
    file.append(operation);
    schedule();
  }

  return {
    file,
    keep,
    async deliver(operation) {
      if (file.waiting.length > 0) return keep(operation);
      try {
        await perform(operation);
      } catch (cause) {
        if (!ServerUnreachable.is(cause)) throw cause;
        reason = cause.message;
        keep(operation);
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
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

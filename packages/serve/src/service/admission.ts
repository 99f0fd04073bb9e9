import { Overloaded, RequestTimeout } from "../errors.js";
import { createExpiringCount, type ExpiringCount } from "./expiring-count.js";
import { ensureTurn, runInLaterTurn, type Turns } from "./turns.js";

/** Accepts or refuses requests, and divides the one thread among those that were accepted. */
export interface Admission {
  /** Number of requests that are accepted, and not answered or their answers not yet written. */
  readonly inFlight: number;
  /** Number of slices of computing that wait for their turn. */
  readonly waiting: number;
  /** Whether the service is shutting down: probes answer so, requests are still answered. */
  readonly draining: boolean;
  /**
   * Accepts a request.
   *
   * @returns Must be called when the request is answered; a second call has no effect.
   * @throws `OVERLOADED` when the service is full.
   */
  enter(): () => void;
  /**
   * Counts an answer that is being written. Its request stays in flight.
   *
   * @param bytes  The size of the answer.
   * @returns Must be called when it is written or its connection is gone; a second call has no effect.
   */
  write(bytes: number): () => void;
  /** @throws `OVERLOADED` when so many bytes of answers wait for their clients that no further answer should be made. */
  assertRoom(): void;
  /**
   * Runs one slice of computing, immediately when the thread is free, else in its turn, in order of arrival.
   *
   * @param deadline  In `performance.now()` milliseconds; a slice whose turn comes later is not run.
   * @throws `REQUEST_TIMEOUT`, or what the work throws.
   */
  run<T>(work: () => T, deadline: number): Promise<T>;
  /** Marks the service as shutting down; resolves when every accepted request is answered. */
  drain(): Promise<void>;
}

/** The limits of {@link createAdmission}. */
export interface AdmissionOptions {
  /** The largest number of requests that are accepted and not answered. */
  readonly maxInFlight: number;
  /** Milliseconds within which a request must be answered. */
  readonly timeoutMs: number;
  /** Bytes of answers that may wait for their clients. Default: any number. */
  readonly unwrittenBytes?: number;
}

/**
 * Makes the object that accepts or refuses the requests of a service: at most `maxInFlight` requests are open at once.
 * A JavaScript service has one thread: when work arrives faster than it is done, an unlimited queue grows until every
 * answer comes too late. So a request is accepted or refused when it arrives. Computing is cut into slices, and sockets
 * are read between slices, so that a refusal is sent quickly.
 *
 * Some runtimes stop a request without telling the program. So a request or a slice that has not ended after twice
 * `timeoutMs` is no longer counted. An answer that is being written is counted until the server tells its end.
 */
export function createAdmission({
  maxInFlight,
  timeoutMs,
  unwrittenBytes = Number.POSITIVE_INFINITY,
}: AdmissionOptions): Admission {
  // One error for all: a full service has no time to make a stack trace for each request that it refuses.
  const full = Overloaded.create({ waiting: maxInFlight, limit: maxInFlight, retryAfterSeconds: 1 });
  const inFlight = createExpiringCount(2 * timeoutMs);
  const waiting = createExpiringCount(2 * timeoutMs);
  const turns: Turns = { begun: 0, endsAt: 0 };
  const writing = { answers: 0, bytes: 0 };
  let whenEmpty: (() => void) | undefined;
  let draining = false;
  const open = () => inFlight.size + writing.answers;
  const wakeWhenEmpty = () => {
    if (whenEmpty && open() === 0) whenEmpty();
  };
  return {
    get inFlight() {
      return open();
    },
    get waiting() {
      return waiting.size;
    },
    get draining() {
      return draining;
    },
    enter() {
      if (open() >= maxInFlight) throw full;
      const end = inFlight.begin();
      return () => {
        end();
        wakeWhenEmpty();
      };
    },
    write(bytes) {
      writing.answers++;
      writing.bytes += bytes;
      let isWritten = false;
      return () => {
        if (isWritten) return;
        isWritten = true;
        writing.answers--;
        writing.bytes -= bytes;
        wakeWhenEmpty();
      };
    },
    assertRoom() {
      if (writing.bytes > unwrittenBytes) throw full;
    },
    run(work, deadline) {
      return runSlice(turns, waiting, () => {
        if (performance.now() > deadline) throw RequestTimeout.create({ limitMs: timeoutMs });
        return work();
      });
    },
    drain() {
      draining = true;
      return new Promise((resolve) => {
        whenEmpty = resolve;
        if (open() === 0) resolve();
      });
    },
  };
}

function runSlice<T>(turns: Turns, waiting: ExpiringCount, work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const attempt = () => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    };
    ensureTurn(turns);
    if (waiting.size === 0 && performance.now() < turns.endsAt) return attempt();
    const end = waiting.begin();
    runInLaterTurn(turns, () => {
      end();
      attempt();
    });
  });
}

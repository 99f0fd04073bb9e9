import { Overloaded, RequestTimeout } from "../errors.js";

/** Decides what is taken on, and shares the one thread between what was. */
export interface Admission {
  readonly inFlight: number;
  /** Slices of work that wait for their turn. */
  readonly waiting: number;
  /** Whether the service is going away: probes say so, requests are still answered. */
  readonly draining: boolean;
  /** Takes a request on; `leave` it when it is answered. @throws `OVERLOADED` when the service is full. */
  enter(): void;
  leave(): void;
  /**
   * Runs one slice of computing, at once when the thread is free, else in its turn, first come first served.
   *
   * @param deadline  In `performance.now()` milliseconds; a slice whose turn comes later is not run.
   * @throws `REQUEST_TIMEOUT`, or what the work throws.
   */
  run<T>(work: () => T, deadline: number): Promise<T>;
  /** Marks the service as going away; resolves when everything taken on is answered. */
  drain(): Promise<void>;
}

/** What {@link createAdmission} is told. */
export interface AdmissionOptions {
  readonly maxInFlight: number;
  readonly timeoutMs: number;
}

/** Milliseconds of computing before sockets get a turn again. */
const SLICE_MS = 4;

/**
 * A queue with an end. A JavaScript service has one thread: when work arrives faster than it is done, an
 * unbounded queue grows until every answer comes too late. Here a request is taken on or refused when it
 * arrives, computing is cut into slices, and sockets are read between slices, so that refusals are quick.
 *
 * Each slice that waits has a timer of its own and runs in it. Cloudflare Workers drop the timers of a request when
 * it is answered, and carry nothing on from one request in another: a timer that all shared would end with the
 * request that set it, and all later ones would wait for ever.
 */
export function createAdmission({ maxInFlight, timeoutMs }: AdmissionOptions): Admission {
  // One error for all: a service that is full has no time to make a stack trace for everyone it turns away.
  const full = Overloaded.create({ waiting: maxInFlight, limit: maxInFlight, retryAfterSeconds: 1 });
  let inFlight = 0;
  let waiting = 0;
  /** How many turns there were; a turn is the time in which slices are run one after the other. */
  let turns = 0;
  /** Zero when no turn has begun since the sockets had theirs. */
  let turnEnds = 0;
  let whenEmpty: (() => void) | undefined;
  let draining = false;

  function beginTurn(): void {
    const turn = ++turns;
    turnEnds = performance.now() + SLICE_MS;
    soon(() => {
      if (turn === turns) turnEnds = 0;
    });
  }

  /** Runs a slice once the sockets had their turn. Timers fire in the order in which they were set. */
  function wait(slice: () => void): void {
    const seen = turns;
    soon(() => {
      if (performance.now() >= turnEnds) {
        // A turn has begun since this timer was set, and it is over: the sockets come first.
        if (turns !== seen) return wait(slice);
        beginTurn();
      }
      waiting--;
      slice();
    });
  }

  return {
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return waiting;
    },
    get draining() {
      return draining;
    },
    enter() {
      if (inFlight >= maxInFlight) throw full;
      inFlight++;
    },
    leave() {
      inFlight--;
      if (inFlight === 0) whenEmpty?.();
    },
    run(work, deadline) {
      return new Promise((resolve, reject) => {
        const attempt = () => {
          try {
            if (performance.now() > deadline) throw RequestTimeout.create({ limitMs: timeoutMs });
            resolve(work());
          } catch (error) {
            reject(error);
          }
        };
        if (turnEnds === 0) beginTurn();
        if (waiting === 0 && performance.now() < turnEnds) return attempt();
        waiting++;
        wait(attempt);
      });
    },
    drain() {
      draining = true;
      return new Promise((resolve) => {
        whenEmpty = resolve;
        if (inFlight === 0) resolve();
      });
    },
  };
}

/** After the sockets have had their turn: setImmediate where there is one (Node), else a timer. */
const { setImmediate: immediate } = globalThis as { setImmediate?: (task: () => void) => unknown };
const soon = (task: () => void): void => {
  if (immediate) immediate(task);
  else setTimeout(task, 0);
};

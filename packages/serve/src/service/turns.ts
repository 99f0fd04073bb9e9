/** A turn is the time in which slices of computing run one after another before sockets are read again. */
export interface Turns {
  /** Number of turns that have begun. */
  begun: number;
  /** When the present turn ends, in `performance.now()` milliseconds; 0 when sockets were read since the last one. */
  endsAt: number;
}

/** Milliseconds of computing in one turn. */
const TURN_MS = 4;

/** Begins a turn when none is running. */
export function ensureTurn(turns: Turns): void {
  if (turns.endsAt === 0) beginTurn(turns);
}

function beginTurn(turns: Turns): void {
  const turn = ++turns.begun;
  turns.endsAt = performance.now() + TURN_MS;
  afterSockets(() => {
    if (turn === turns.begun) turns.endsAt = 0;
  });
}

/**
 * Runs a slice in a later turn, after sockets were read. Slices run in the order of the calls.
 *
 * Each slice has a timer of its own and runs in it. Cloudflare Workers drop the timers of a request when it is
 * answered, and run nothing of one request in another: with one timer for all slices, that of the request that set it,
 * all later slices would wait without end.
 */
export function runInLaterTurn(turns: Turns, slice: () => void): void {
  const seen = turns.begun;
  afterSockets(() => {
    if (performance.now() >= turns.endsAt) {
      // A turn has begun since this timer was set, and it is over: sockets are read first.
      if (turns.begun !== seen) return runInLaterTurn(turns, slice);
      beginTurn(turns);
    }
    slice();
  });
}

const { setImmediate: immediate } = globalThis as { setImmediate?: (task: () => void) => unknown };

/** Calls a task after sockets were read: by `setImmediate` where it exists (Node), else by a timer. */
function afterSockets(task: () => void): void {
  if (immediate) immediate(task);
  else setTimeout(task, 0);
}

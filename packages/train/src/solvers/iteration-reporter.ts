import { throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import type { SolverRun } from "./binary-problem.js";

/** The solver yields to the event loop when this time has passed since it last did. */
const YIELD_EVERY_MS = 40;

/**
 * Makes a function that a solver calls after each iteration. It reports progress, and yields to the event loop from time
 * to time, so that timers and abort signals work.
 *
 * @param total  The largest number of iterations.
 * @returns A function of the number of finished iterations. It rejects with `CANCELLED` when the signal is aborted.
 */
export function iterationReporter(
  run: SolverRun,
  total: number,
  unit = "iterations",
): (done: number) => Promise<void> {
  let last = Date.now();
  return async (done) => {
    if (Date.now() - last > YIELD_EVERY_MS) {
      await yieldToEventLoop();
      last = Date.now();
    }
    throwIfCancelled(run.signal, "Fitting");
    run.onProgress?.({ stage: "fitting", done, total, unit });
  };
}

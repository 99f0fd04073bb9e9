import { breathe, throwIfCancelled } from "@imdb/core";
import type { SolverRun } from "./binary-problem.js";

const TURN_MS = 40;

/**
 * Called once an iteration: reports progress, and now and then lets timers and signals have a turn.
 *
 * @returns A function of the iteration just done; it rejects with `CANCELLED`.
 */
export function createPace(
  run: SolverRun,
  total: number,
  unit = "iterations",
): (done: number) => Promise<void> {
  let last = Date.now();
  return async (done) => {
    if (Date.now() - last > TURN_MS) {
      await breathe();
      last = Date.now();
    }
    throwIfCancelled(run.signal, "Fitting");
    run.onProgress?.({ stage: "fitting", done, total, unit });
  };
}

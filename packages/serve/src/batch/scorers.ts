import { throwIfCancelled } from "@imdb/core";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { scoreInSlices } from "./score-block.js";

/** Where blocks are scored: here, or here and on threads. */
export interface Scorers {
  /** Blocks that may be on their way at once. */
  readonly parallel: number;
  score(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock>;
  close(): Promise<void>;
}

/** Scores in this thread, with turns for timers, signals and messages within a block. */
export function scoreHere(predictor: Predictor, job: Job): Scorers {
  return {
    parallel: 1,
    async score(block, signal) {
      const slices = scoreInSlices(predictor, job, block);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        throwIfCancelled(signal, "Scoring a block");
        const { done, value } = slices.next();
        if (done) return value;
      }
    },
    async close() {},
  };
}

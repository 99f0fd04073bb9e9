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

/** Keeps several blocks on their way and gives them back in the order of the input. */
export async function* inOrder(
  blocks: AsyncIterable<Block>,
  scorers: Scorers,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly block: Block; readonly scored: ScoredBlock }> {
  const pending: { readonly block: Block; readonly work: Promise<ScoredBlock> }[] = [];
  try {
    for await (const block of blocks) {
      const work = scorers.score(block, signal);
      // Its failure is met when its turn comes; until then it is not an unhandled one.
      work.catch(() => {});
      pending.push({ block, work });
      if (pending.length < scorers.parallel) continue;
      const first = pending.shift()!;
      yield { block: first.block, scored: await first.work };
    }
    for (const { block, work } of pending.splice(0)) yield { block, scored: await work };
  } finally {
    await Promise.allSettled(pending.map(({ work }) => work));
  }
}

import { throwIfCancelled } from "@imdb/core";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { scoreInSlices } from "./score-block.js";

/** Where blocks are scored: on the calling thread, or also on others. */
export interface Scorers {
  /** The number of blocks that may be in work at once. */
  readonly parallel: number;
  score(block: Block, signal: AbortSignal | undefined): Promise<ScoredBlock>;
  close(): Promise<void>;
}

/** Scores on the calling thread. Timers, signals and messages have turns within a block. */
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

/** Scores several blocks at once and returns them in the order of the input. */
export async function* inOrder(
  blocks: AsyncIterable<Block>,
  scorers: Scorers,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly block: Block; readonly scored: ScoredBlock }> {
  const pending: { readonly block: Block; readonly work: Promise<ScoredBlock> }[] = [];
  try {
    for await (const block of blocks) {
      const work = scorers.score(block, signal);
      // A failure is reported when the block's turn comes; until then it must not count as unhandled.
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

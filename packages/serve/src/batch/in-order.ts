import type { Block, ScoredBlock } from "./job.js";
import type { Scorers } from "./scorers.js";

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

import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The parts of a batch scoring flow. */
export interface BatchScoringParts<In, Shard, Scored, Out> {
  /** Default `"batch scoring"`. */
  readonly name?: string;
  /** Cuts the work into shards: ranges of a file, a list of files. Small descriptions, not the data itself. */
  readonly shards: StepOf<In, readonly Shard[]>;
  /** Scores one shard, and gives what is small: where it wrote, counts. A task that workers have, over a queue. */
  readonly score: StepOf<Shard, Scored>;
  /** Puts the parts together, in the order of the shards. */
  readonly merge: StepOf<{ readonly input: In; readonly scored: readonly Scored[] }, Out>;
  /** Shards at once. Default: as many as the runner takes. */
  readonly concurrency?: number;
}

/**
 * Scores in shards: shard → score, many at once, on whatever runner → merge. The shards' results come in the order
 * of the shards, so that the outcome does not depend on the number of workers. A run that ended early continues
 * with the shards that are missing.
 */
export function batchScoringFlow<In, Shard, Scored, Out>(
  parts: BatchScoringParts<In, Shard, Scored, Out>,
): Flow<In, Out> {
  const shards = asTask("shards", parts.shards);
  const score = asTask("score", parts.score);
  const merge = asTask("merge", parts.merge);
  const { concurrency } = parts;
  return flow<In, Out>({ name: parts.name ?? "batch scoring" }, async (input) => {
    const scored = await score.map(await shards(input), { concurrency });
    return merge({ input, scored });
  });
}

import { callback, integer, optional, optionsOf } from "@imdb/core/options";
import { workName } from "../definition/work-definition.js";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The steps of a batch scoring flow. */
export interface BatchScoringParts<In, Shard, Scored, Out> {
  /** Default `"batch scoring"`. */
  readonly name?: string;
  /** Divides the work into shards: ranges of a file, a list of files. Small descriptions, not the data itself. */
  readonly shards: StepOf<In, readonly Shard[]>;
  /**
   * Scores one shard. Returns something small: the place of its output, counts. Over a queue, a task of the workers.
   */
  readonly score: StepOf<Shard, Scored>;
  /** Merges the results, in the order of the shards. */
  readonly merge: StepOf<{ readonly input: In; readonly scored: readonly Scored[] }, Out>;
  /** Shards that run at once. Default: the concurrency of the runner. */
  readonly concurrency?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the types of the steps do not matter to the check.
const batchScoringParts = optionsOf<BatchScoringParts<any, any, any, any>, "concurrency">({
  name: ["batch scoring", workName],
  shards: callback(),
  score: callback(),
  merge: callback(),
  concurrency: optional(integer(1)),
});

/**
 * Makes a flow of three tasks: the first divides the input into shards, the second scores each shard (several at the
 * same time, on any runner), the third merges the results. These have the order of the shards, so that the outcome does
 * not depend on the number of workers. A run that is resumed continues with the missing shards.
 *
 * @throws `INVALID_OPTION`
 */
export function batchScoringFlow<In, Shard, Scored, Out>(
  parts: BatchScoringParts<In, Shard, Scored, Out>,
): Flow<In, Out> {
  const { name, concurrency } = batchScoringParts.resolve(parts, "batchScoringFlow");
  const shards = asTask("shards", parts.shards);
  const score = asTask("score", parts.score);
  const merge = asTask("merge", parts.merge);
  return flow<In, Out>({ name }, async (input) => {
    const scored = await score.map(await shards(input), { concurrency });
    return merge({ input, scored });
  });
}

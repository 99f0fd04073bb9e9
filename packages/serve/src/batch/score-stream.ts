import { ImdbError, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import { checkOption, having, integer, optionsOf, rule, runRules, withoutContext } from "@imdb/core/options";
import type { Prediction } from "../predictor/prediction.js";
import type { Predictor } from "../predictor/predictor.js";

/** A row of a stream with its prediction, or with the error that says why it cannot be scored. */
export type ScoredRow<T, L extends string = string> =
  | { readonly row: T; readonly prediction: Prediction<L> }
  | { readonly row: T; readonly error: ImdbError };

/** Options of {@link scoreStream}. */
export interface ScoreStreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** The number of rows that are held and scored at once. Default 64. */
  readonly batchSize?: number | undefined;
}

const rowsRule = rule<AsyncIterable<unknown> | Iterable<unknown>>(
  "an iterable of rows",
  (value) =>
    Object(value) === value && (Symbol.iterator in Object(value) || Symbol.asyncIterator in Object(value)),
);
const predictorRule = having<Predictor>("a predictor", "predictBatch");

const scoreStreamOptions = optionsOf<ScoreStreamOptions, "signal">({
  signal: runRules.signal,
  batchSize: [64, integer(1)],
});

/**
 * Scores rows as they come, in their order and in bounded memory: from a database cursor, a queue, a reader. A row
 * that cannot be scored is returned with its error, and the rows after it are scored.
 *
 * @throws `INVALID_OPTION`, `CANCELLED`, and whatever the source of rows throws.
 * @example
 * const seen: string[] = [];
 * for await (const scored of scoreStream([{ text: "A great film." }, { text: "Dull." }], predictor)) {
 *   if ("prediction" in scored) seen.push(scored.prediction.label);
 * }
 * seen; // => ["pos", "neg"]
 */
export async function* scoreStream<T extends { readonly text: string }, L extends string>(
  rows: AsyncIterable<T> | Iterable<T>,
  predictor: Predictor<L>,
  options: ScoreStreamOptions = {},
): AsyncGenerator<ScoredRow<T, L>> {
  checkOption("rows", rows, rowsRule, "scoreStream");
  checkOption("predictor", predictor, predictorRule, "scoreStream");
  const own = withoutContext(options, scoreStreamOptions.names);
  const { signal, batchSize } = scoreStreamOptions.resolve(own, "scoreStream");
  let held: T[] = [];
  for await (const row of rows) {
    throwIfCancelled(signal, "Scoring a stream");
    held.push(row);
    if (held.length < batchSize) continue;
    yield* scoreRows(held, predictor);
    held = [];
    await yieldToEventLoop();
  }
  yield* scoreRows(held, predictor);
}

/** Scores all rows at once, or one by one when one of them has no text. */
function scoreRows<T extends { readonly text: string }, L extends string>(
  rows: readonly T[],
  predictor: Predictor<L>,
): ScoredRow<T, L>[] {
  if (rows.every((row) => typeof row?.text === "string")) {
    const predictions = predictor.predictBatch(rows.map((row) => row.text));
    return rows.map((row, i) => ({ row, prediction: predictions[i]! }));
  }
  return rows.map((row) => {
    try {
      return { row, prediction: predictor.predict(row?.text) };
    } catch (error) {
      if (ImdbError.isInstance(error)) return { row, error };
      throw error;
    }
  });
}

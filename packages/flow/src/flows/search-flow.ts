import { callback, flag, integer, optional, optionsOf } from "@imdb/core/options";
import { workName } from "../definition/work-definition.js";
import { NoCandidate } from "../errors.js";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The steps of a search flow. */
export interface SearchParts<In, Candidate, Outcome> {
  /** Default `"search"`. */
  readonly name?: string;
  /** Returns the candidates: the points of a grid, a random sample. */
  readonly candidates: StepOf<In, readonly Candidate[]>;
  /** Evaluates a candidate, for example by cross-validation. Over a queue, a task of the workers. */
  readonly evaluate: StepOf<{ readonly input: In; readonly candidate: Candidate }, Outcome>;
  readonly score: (outcome: Outcome) => number;
  /** Default `true`. */
  readonly greaterIsBetter?: boolean;
  /** Candidates that run at once. Default: the concurrency of the runner. */
  readonly concurrency?: number;
}

/** A candidate that was evaluated. */
export interface SearchEntry<Candidate, Outcome> {
  readonly candidate: Candidate;
  readonly outcome: Outcome;
  readonly score: number;
  /** From 1; equal scores have equal ranks. */
  readonly rank: number;
}

/** The result of a search. */
export interface SearchFlowResult<Candidate, Outcome> {
  readonly best: SearchEntry<Candidate, Outcome>;
  /** The best first; equal scores in the order of the candidates. */
  readonly results: readonly SearchEntry<Candidate, Outcome>[];
  readonly failed: readonly { readonly candidate: Candidate; readonly error: unknown }[];
}

// biome-ignore lint/suspicious/noExplicitAny: the types of the steps do not matter to the check.
const searchParts = optionsOf<SearchParts<any, any, any>, "concurrency">({
  name: ["search", workName],
  candidates: callback(),
  evaluate: callback(),
  score: callback(),
  greaterIsBetter: [true, flag],
  concurrency: optional(integer(1)),
});

/**
 * Evaluates candidates, many at once, on any runner, and ranks them. A candidate that fails, or whose score is not
 * a number, is listed as failed and does not end the search. The order of the results does not depend on the
 * number of workers.
 *
 * A run fails with `NO_CANDIDATE` when no candidate could be evaluated.
 *
 * @throws `INVALID_OPTION`
 */
export function searchFlow<In, Candidate, Outcome>(
  parts: SearchParts<In, Candidate, Outcome>,
): Flow<In, SearchFlowResult<Candidate, Outcome>> {
  const { name, greaterIsBetter, concurrency } = searchParts.resolve(parts, "searchFlow");
  const { score } = parts;
  const list = asTask("candidates", parts.candidates);
  const evaluate = asTask("evaluate", parts.evaluate);
  return flow<In, SearchFlowResult<Candidate, Outcome>>({ name }, async (input, ctx) => {
    const candidates = await list(input);
    const outcomes = await evaluate.mapSettled(
      candidates.map((candidate) => ({ input, candidate })),
      { concurrency },
    );
    const evaluated: Omit<SearchEntry<Candidate, Outcome>, "rank">[] = [];
    const failed: { candidate: Candidate; error: unknown }[] = [];
    outcomes.forEach((outcome, i) => {
      const candidate = candidates[i]!;
      if (outcome.status === "rejected") failed.push({ candidate, error: outcome.reason });
      else evaluated.push({ candidate, outcome: outcome.value, score: score(outcome.value) });
    });
    const scored = evaluated.filter((entry) => !Number.isNaN(entry.score));
    for (const { candidate, score } of evaluated) {
      if (Number.isNaN(score)) failed.push({ candidate, error: new RangeError("its score is not a number") });
    }
    // Sorting is stable: equal scores keep the order of the candidates.
    scored.sort((a, b) => (greaterIsBetter ? b.score - a.score : a.score - b.score));
    const results = scored.map((entry) => ({
      ...entry,
      rank: 1 + scored.findIndex((other) => other.score === entry.score),
    }));
    if (failed.length > 0) ctx.logger.warn(`${failed.length} of ${candidates.length} candidates failed`);
    const [best] = results;
    if (best === undefined) {
      throw NoCandidate.create({ flow: name, candidates: candidates.length }, { cause: failed[0]?.error });
    }
    return { best, results, failed };
  });
}

import { NoCandidate } from "../errors.js";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The parts of a search flow. */
export interface SearchParts<In, Candidate, Outcome> {
  /** Default `"search"`. */
  readonly name?: string;
  /** What is tried: the points of a grid, a random sample. */
  readonly candidates: StepOf<In, readonly Candidate[]>;
  /** Tries one: a fit with cross-validation. A task that workers have, over a queue. */
  readonly evaluate: StepOf<{ readonly input: In; readonly candidate: Candidate }, Outcome>;
  readonly score: (outcome: Outcome) => number;
  /** Default `true`. */
  readonly greaterIsBetter?: boolean;
  /** Candidates at once. Default: as many as the runner takes. */
  readonly concurrency?: number;
}

/** One candidate that was tried. */
export interface SearchEntry<Candidate, Outcome> {
  readonly candidate: Candidate;
  readonly outcome: Outcome;
  readonly score: number;
  /** From 1; equal scores have equal ranks. */
  readonly rank: number;
}

/** What a search gives. */
export interface SearchFlowResult<Candidate, Outcome> {
  readonly best: SearchEntry<Candidate, Outcome>;
  /** The best first; equal scores in the order of the candidates. */
  readonly results: readonly SearchEntry<Candidate, Outcome>[];
  readonly failed: readonly { readonly candidate: Candidate; readonly error: unknown }[];
}

/**
 * Tries candidates, many at once, on whatever runner, and ranks them. A candidate that fails, or whose score is not
 * a number, is listed as failed and does not end the search; the order of the results does not depend on the
 * number of workers.
 *
 * A run throws `NO_CANDIDATE` when none could be tried.
 */
export function searchFlow<In, Candidate, Outcome>(
  parts: SearchParts<In, Candidate, Outcome>,
): Flow<In, SearchFlowResult<Candidate, Outcome>> {
  const { name = "search", score, greaterIsBetter = true, concurrency } = parts;
  const list = asTask("candidates", parts.candidates);
  const evaluate = asTask("evaluate", parts.evaluate);
  return flow<In, SearchFlowResult<Candidate, Outcome>>({ name }, async (input, ctx) => {
    const candidates = await list(input);
    const outcomes = await evaluate.mapSettled(
      candidates.map((candidate) => ({ input, candidate })),
      { concurrency },
    );
    const tried: Omit<SearchEntry<Candidate, Outcome>, "rank">[] = [];
    const failed: { candidate: Candidate; error: unknown }[] = [];
    outcomes.forEach((outcome, i) => {
      const candidate = candidates[i]!;
      if (outcome.status === "rejected") failed.push({ candidate, error: outcome.reason });
      else tried.push({ candidate, outcome: outcome.value, score: score(outcome.value) });
    });
    const scored = tried.filter((entry) => !Number.isNaN(entry.score));
    for (const { candidate, score } of tried) {
      if (Number.isNaN(score)) failed.push({ candidate, error: new RangeError("its score is not a number") });
    }
    // Sorting is stable: equal scores stay in the order of the candidates.
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

import { availableParallelism } from "node:os";
import { checkOption, optional, optionsOf, rule, within } from "@imdb/core/options";
import { checkWorkerScript, type WorkerScriptOption, workerScriptRules } from "@imdb/runtime/threads";
import { SCANNER } from "../tokenizers/tokenizer.js";
import type { FittedTerms } from "../vectorizers/fitted-terms.js";
import { type Learn, learnOnCallingThread } from "../vectorizers/learn.js";
import { LEARNING, type TermVectorizer, termVectorizer } from "../vectorizers/learned-terms.js";
import { charactersOf } from "../vectorizers/write-rows.js";
import { workerScript } from "../worker-script.js";
import { learnOnThreads } from "./learn-on-threads.js";
import { threadCount } from "./run-on-workers.js";

/** Options of {@link parallelVectorizer}. */
export interface ParallelOptions extends WorkerScriptOption {
  readonly threads?: number;
  readonly charactersPerThread?: number;
}

const parallelOptions = optionsOf<ParallelOptions, "threads" | "workerScript">({
  threads: optional(threadCount),
  charactersPerThread: [50_000_000, within(1, Infinity)],
  ...workerScriptRules,
});

/**
 * The same vectorizer, fitted on worker threads. The fitted object and its matrix are the same bytes for any number of
 * threads.
 *
 * The calling thread is one of them. The documents are tokenized in chunks, and each thread takes the next chunk as
 * soon as it is free. When n-grams are single tokens, each thread counts them and makes the rows of its documents. For
 * longer n-grams, each thread counts those whose first token is in its range; they are consecutive columns. A
 * tokenizer that is a function cannot be sent to a thread, so that such a fit stays on the calling thread.
 *
 * @param vectorizer       From `countVectorizer` or `tfidfVectorizer`; in a `pipeline`, put it in there.
 * @param options.threads  Greatest number of threads. Default: one for each core. `RunOptions.threads` overrides it.
 * @param options.charactersPerThread  Number of characters from which on one more thread is used when n-grams are
 *                                     single
 *                         tokens, which are counted nearly as fast as texts are sent to a thread. Default 50,000,000:
 *                         the 25,000 reviews stay on the calling thread. Longer n-grams always use all threads.
 * @param options.workerScript  A copy or a bundle of `@imdb/features/worker`. Without a script, as in a bundle of one
 *                         file, the calling thread does the work, with a warning.
 * @throws `INVALID_OPTION` at once; `CANCELLED` from `fit` as soon as the signal is aborted; `WORKER_FAILURE` when a
 *         thread dies; `INVALID_WORKER_SCRIPT`.
 * @example
 * const vectorizer = parallelVectorizer(tfidfVectorizer({ ngramRange: [1, 2] }), { threads: 2 });
 * (await vectorizer.fit(withRole("train", ["a good film"]))).featureCount; // => 3
 */
export function parallelVectorizer<F extends FittedTerms>(
  vectorizer: TermVectorizer<F>,
  options: ParallelOptions = {},
): TermVectorizer<F> {
  checkOption(
    "vectorizer",
    vectorizer,
    rule<TermVectorizer<F>>("a count or TF-IDF vectorizer", isTermVectorizer),
  );
  const resolvedOptions = parallelOptions.resolve(options);
  const { threads: ownThreads = availableParallelism(), charactersPerThread } = resolvedOptions;
  const learn: Learn = async (texts, resolved, weighting, run) => {
    const maxThreads = checkOption("threads", run.threads ?? ownThreads, threadCount);
    const worth = Math.max(1, Math.floor(charactersOf(texts) / charactersPerThread));
    const threads = resolved.ngramRange[1] > 1 ? maxThreads : Math.min(maxThreads, worth);
    const crosses = resolved.analyzer !== "word" || SCANNER in resolved.tokenizer;
    const { workerScript: given } = resolvedOptions;
    // Also where there are not texts enough for threads.
    if (maxThreads > 1 && given !== undefined) await checkWorkerScript(workerScript(given));
    const script = threads === 1 || !crosses ? undefined : workerScript(given);
    return script
      ? learnOnThreads(texts, resolved, weighting, run, script, threads)
      : learnOnCallingThread(texts, resolved, weighting, run);
  };
  return termVectorizer(vectorizer[LEARNING], learn);
}

function isTermVectorizer(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.get(value, LEARNING) !== undefined;
}

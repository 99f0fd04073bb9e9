import { availableParallelism } from "node:os";
import { checkOption, optional, optionsOf, rule, within } from "@imdb/core/options";
import { SCANNER } from "../tokenizers/tokenizer.js";
import type { FittedTerms } from "../vectorizers/fitted-terms.js";
import { type Learn, learnHere } from "../vectorizers/learn.js";
import { LEARNING, type TermVectorizer, termVectorizer } from "../vectorizers/learned-terms.js";
import { charactersOf } from "../vectorizers/write-rows.js";
import { learnThere } from "./learn-there.js";
import { threadCount } from "./share-work.js";

/** Options of {@link parallelVectorizer}. */
interface ParallelOptions {
  readonly threads?: number;
  readonly charactersPerThread?: number;
}

const parallelOptions = optionsOf<ParallelOptions, "threads">({
  threads: optional(threadCount),
  charactersPerThread: [50_000_000, within(1, Infinity)],
});

/**
 * The same vectorizer, fitted on worker threads. Threads change the time and nothing else: the fitted object
 * and its matrix are the same bytes for any number of them.
 *
 * The calling thread is one of them. The documents are tokenized in chunks, each thread taking the next as soon
 * as it is free. Single tokens are counted at once, and each thread makes the rows of its documents; of longer
 * n-grams each counts those that start with its share of the tokens, and what it finds is a run of columns. A
 * tokenizer that is a function of the caller's cannot cross to a thread, and a fit with one stays on the calling
 * thread.
 *
 * @param vectorizer       From `countVectorizer` or `tfidfVectorizer`; in a `pipeline`, put it in there.
 * @param options.threads  At most so many; default: one a core. `RunOptions.threads` goes before it.
 * @param options.charactersPerThread  How much text is worth a thread where single tokens are counted, which is done
 *                         nearly as fast as texts are handed over. Default 50,000,000: the 25,000 reviews stay on the
 *                         calling thread. Longer n-grams always get all threads.
 * @throws `INVALID_OPTION` at once; `CANCELLED` from `fit` as soon as the signal is aborted; `WORKER_FAILURE` when a thread dies.
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
  const { threads: ownThreads = availableParallelism(), charactersPerThread } =
    parallelOptions.resolve(options);
  const learn: Learn = (texts, resolved, weighting, run) => {
    const maxThreads = checkOption("threads", run.threads ?? ownThreads, threadCount);
    const worth = Math.max(1, Math.floor(charactersOf(texts) / charactersPerThread));
    const threads = resolved.ngramRange[1] > 1 ? maxThreads : Math.min(maxThreads, worth);
    const crosses = resolved.analyzer !== "word" || SCANNER in resolved.tokenizer;
    return threads === 1 || !crosses
      ? learnHere(texts, resolved, weighting, run)
      : learnThere(texts, resolved, weighting, run, threads);
  };
  return termVectorizer(vectorizer[LEARNING], learn);
}

function isTermVectorizer(value: unknown): boolean {
  return typeof value === "object" && value !== null && LEARNING in value;
}

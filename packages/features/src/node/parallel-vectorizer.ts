import { availableParallelism } from "node:os";
import { type JsonValue, type RunOptions, throwIfCancelled } from "@imdb/core";
import { createWorkerPool, type WorkerPool } from "@imdb/core/node";
import { assemble } from "../engine/assemble.js";
import type { Level } from "../engine/level.js";
import { mergeStreams, type StreamPart } from "../engine/merge-streams.js";
import { limitsFor } from "../engine/pruning.js";
import { type RankedStream, rankTokens } from "../engine/ranked-stream.js";
import { SCANNER } from "../tokenizers/tokenizer.js";
import { countParams, type ResolvedCountOptions } from "../vectorizers/count-options.js";
import type { FittedTerms } from "../vectorizers/fitted-terms.js";
import { type Learn, learnHere } from "../vectorizers/learn.js";
import { LEARNING, type TermVectorizer, termVectorizer } from "../vectorizers/learned-terms.js";
import { textAnalyzer } from "../vectorizers/text-analyzer.js";
import { chunksOf } from "./chunks.js";
import type { Job, Outcome } from "./jobs.js";
import { WORKER_SCRIPT } from "./worker-script.js";

/**
 * The same vectorizer, fitted on worker threads. Threads change the time and nothing else: the fitted object
 * and its matrix are the same bytes for any number of them.
 *
 * The documents are tokenized in as many runs as there are threads; then each thread counts the n-grams that
 * start with its share of the tokens, and what it finds is a run of columns. A tokenizer that is a function of
 * the caller's cannot cross to a thread, and a fit with one stays on the calling thread.
 *
 * @param vectorizer       From `countVectorizer` or `tfidfVectorizer`; in a `pipeline`, put it in there.
 * @param options.threads  Default: one a core. `RunOptions.threads` goes before it.
 * @throws `CANCELLED` from `fit` as soon as the signal is aborted; `WORKER_FAILURE` when a thread dies.
 * @example
 * const vectorizer = parallelVectorizer(tfidfVectorizer({ ngramRange: [1, 2] }), { threads: 2 });
 * (await vectorizer.fit(withRole("train", ["a good film"]))).featureCount; // => 3
 */
export function parallelVectorizer<F extends FittedTerms>(
  vectorizer: TermVectorizer<F>,
  options: { readonly threads?: number } = {},
): TermVectorizer<F> {
  const learn: Learn = (texts, resolved, run) => {
    const threads = run.threads ?? options.threads ?? availableParallelism();
    const crosses = resolved.analyzer !== "word" || SCANNER in resolved.tokenizer;
    return threads === 1 || !crosses
      ? learnHere(texts, resolved, run)
      : learnThere(texts, resolved, run, threads);
  };
  return termVectorizer(vectorizer[LEARNING], learn);
}

async function learnThere(
  texts: readonly string[],
  options: ResolvedCountOptions,
  run: RunOptions,
  threads: number,
) {
  throwIfCancelled(run.signal, "Counting terms");
  const pool = createWorkerPool<Job, Outcome>(WORKER_SCRIPT, threads);
  try {
    const { scanner, minN, maxN, binary } = textAnalyzer(options);
    const parts = await tokenizeThere(pool, texts, options, run);
    const merged = mergeStreams(parts);
    const limits = limitsFor(options, texts.length);
    const ranked = rankTokens(merged, merged, limits.least);
    const stream = shared(ranked.stream);
    const { keepsShort, joiner } = scanner;
    const blocks = await Promise.all(
      rangesOf(stream, threads).map(({ from, to }) => {
        const counting = { minN, maxN, binary, keepsShort, limits, from, to };
        return pool.run({ job: "count", stream, counting }, { signal: run.signal }) as Promise<Level[]>;
      }),
    );
    return assemble(blocks, merged.tokens, ranked.tokenOf, joiner, texts.length, options);
  } finally {
    await pool.close();
  }
}

async function tokenizeThere(
  pool: WorkerPool<Job, Outcome>,
  texts: readonly string[],
  options: ResolvedCountOptions,
  run: RunOptions,
): Promise<StreamPart[]> {
  const params = countParams(options) as unknown as Readonly<Record<string, JsonValue>>;
  let done = 0;
  return Promise.all(
    chunksOf(texts, pool.size).map(async (chunk) => {
      const part = await pool.run({ job: "tokenize", params, texts: chunk }, { signal: run.signal });
      done += chunk.length;
      run.onProgress?.({ stage: "counting terms", done, total: texts.length, unit: "documents" });
      return part as StreamPart;
    }),
  );
}

/** The stream in memory that all threads see. */
function shared(stream: RankedStream): RankedStream {
  const share = (array: Uint32Array) => {
    const copy = new Uint32Array(new SharedArrayBuffer(array.byteLength));
    copy.set(array);
    return copy;
  };
  const documentEnds = share(stream.documentEnds);
  return {
    ranks: stream.ranks,
    ids: share(stream.ids),
    documentOf: share(stream.documentOf),
    documentEnds,
    groupEnds: stream.groupEnds === stream.documentEnds ? documentEnds : share(stream.groupEnds),
  };
}

/** Cuts the ranks into runs with about as many occurrences each. */
function rangesOf({ ids, ranks }: RankedStream, parts: number): { from: number; to: number }[] {
  const occurrences = new Uint32Array(ranks);
  let total = 0;
  for (let p = 0; p < ids.length; p++) {
    if (ids[p]! >= ranks) continue;
    occurrences[ids[p]!]!++;
    total++;
  }
  const bounds = [0];
  let before = 0;
  for (let rank = 0; rank < ranks && bounds.length < parts; rank++) {
    before += occurrences[rank]!;
    if (before >= (total / parts) * bounds.length) bounds.push(rank + 1);
  }
  while (bounds.length < parts) bounds.push(ranks);
  return bounds.map((from, k) => ({ from, to: bounds[k + 1] ?? ranks }));
}

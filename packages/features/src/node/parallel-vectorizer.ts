import { availableParallelism } from "node:os";
import { type JsonValue, type RunOptions, throwIfCancelled } from "@imdb/core";
import { createWorkerPool, type WorkerPool } from "@imdb/core/node";
import { assemble } from "../engine/assemble.js";
import { assembleRows } from "../engine/assemble-rows.js";
import type { Level } from "../engine/level.js";
import {
  type MergedTokens,
  mergeStreams,
  mergeTokens,
  type PartRun,
  type StreamPart,
} from "../engine/merge-streams.js";
import { limitsFor } from "../engine/pruning.js";
import type { RankedStream } from "../engine/ranked-stream.js";
import type { TokenRows } from "../engine/token-rows.js";
import { TokenStreamBuilder } from "../engine/token-stream.js";
import { SCANNER } from "../tokenizers/tokenizer.js";
import { countParams, type ResolvedCountOptions } from "../vectorizers/count-options.js";
import type { FittedTerms } from "../vectorizers/fitted-terms.js";
import { eachInSlices, type Learn, learnHere, levelsOf, tokenRowsOf } from "../vectorizers/learn.js";
import { LEARNING, type TermVectorizer, termVectorizer } from "../vectorizers/learned-terms.js";
import { textAnalyzer } from "../vectorizers/text-analyzer.js";
import { checkThreads } from "./check-threads.js";
import { dwindlingChunks } from "./chunks.js";
import type { Job, Outcome } from "./jobs.js";
import { partOf } from "./part-of.js";
import { shareWork } from "./share-work.js";
import { WORKER_SCRIPT } from "./worker-script.js";

/** A run of first tokens. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The same vectorizer, fitted on worker threads. Threads change the time and nothing else: the fitted object
 * and its matrix are the same bytes for any number of them.
 *
 * The calling thread is one of them. The documents are tokenized in runs, each thread taking the next as soon
 * as it is free; then each counts the n-grams that start with its share of the tokens, and what it finds is a
 * run of columns. A tokenizer that is a function of
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
    const threads = checkThreads(run.threads ?? options.threads ?? availableParallelism());
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
  // Each has one thread, which keeps what it has made; the calling thread works too.
  const others = Array.from({ length: threads - 1 }, () => createWorkerPool<Job, Outcome>(WORKER_SCRIPT, 1));
  try {
    const { scanner, minN, maxN, binary } = textAnalyzer(options);
    const { parts, runs } = await tokenizeThere(others, texts, options, run);
    const limits = limitsFor(options, texts.length);
    const merged = mergeTokens(parts, limits.least);
    const { tokens, tokenOf } = merged;
    const { keepsShort, joiner } = scanner;
    if (maxN === 1) {
      const rows = await tokenRowsThere(others, parts, runs, merged, binary, run);
      return assembleRows(rows, tokens, tokenOf, joiner, texts.length, options);
    }
    const stream = mergeStreams(parts, runs, merged);
    const blocks = await shareWork<Range, readonly Level[]>(tokenRanges(stream, threads), [
      ...others.map((pool) => async ({ from, to }: Range) => {
        const counting = { minN, maxN, binary, keepsShort, limits, from, to };
        return (await pool.run({ job: "count", stream, counting }, { signal: run.signal })) as Level[];
      }),
      ({ from, to }) => levelsOf(stream, { minN, maxN, binary, keepsShort, limits, from, to }, run),
    ]);
    return assemble(blocks, tokens, tokenOf, joiner, texts.length, options);
  } finally {
    await Promise.all(others.map((pool) => pool.close()));
  }
}

/**
 * Makes a stream of tokens on each thread, the calling one's last. Which documents are in which is a matter of
 * time; `runs` says where each is, in the order of the texts.
 */
async function tokenizeThere(
  others: readonly WorkerPool<Job, Outcome>[],
  texts: readonly string[],
  options: ResolvedCountOptions,
  run: RunOptions,
): Promise<{ readonly parts: StreamPart[]; readonly runs: PartRun[] }> {
  const params = countParams(options) as unknown as Readonly<Record<string, JsonValue>>;
  const expected = texts.reduce((sum, text) => sum + text.length, 0);
  const builder = new TokenStreamBuilder(textAnalyzer(options).scanner, expected);
  const { signal } = run;
  let done = 0;
  const finished = (part: number, chunk: readonly string[], to: number): PartRun => {
    done += chunk.length;
    run.onProgress?.({ stage: "counting terms", done, total: texts.length, unit: "documents" });
    return { part, from: to - chunk.length, to };
  };
  const runs = await shareWork<readonly string[], PartRun>(dwindlingChunks(texts, others.length + 1), [
    ...others.map((pool, k) => async (chunk: readonly string[]) => {
      const job = { job: "tokenize", params, texts: chunk, expected } as const;
      return finished(k, chunk, (await pool.run(job, { signal })) as number);
    }),
    async (chunk) => {
      await eachInSlices(chunk, { signal }, (text) => builder.add(text));
      return finished(others.length, chunk, builder.size);
    },
  ]);
  const working = others.map((pool, k) =>
    // A thread that got no texts has no stream.
    runs.some(({ part }) => part === k)
      ? (pool.run({ job: "collect" }, { signal }) as Promise<StreamPart>)
      : partOf(new TokenStreamBuilder(textAnalyzer(options).scanner)),
  );
  return { parts: [...(await Promise.all(working)), partOf(builder)], runs };
}

async function tokenRowsThere(
  others: readonly WorkerPool<Job, Outcome>[],
  parts: readonly StreamPart[],
  runs: readonly PartRun[],
  { ranks: rankOf, tokenOf }: MergedTokens,
  binary: boolean,
  run: RunOptions,
): Promise<TokenRows[]> {
  const ranks = tokenOf.length;
  const ofPart = parts.map((_, k) => runs.filter(({ part }) => part === k));
  const rows = await Promise.all(
    parts.map(async ({ ids, documentEnds }, k): Promise<readonly (readonly TokenRows[])[]> => {
      const stream = { ids, documentEnds };
      const rank = rankOf[k]!;
      const pool = others[k];
      if (ofPart[k]!.length === 0) return [];
      if (pool) {
        const job = { job: "rows", stream, rank, ranks, binary, runs: ofPart[k]! } as const;
        const transfer = [ids.buffer as ArrayBuffer, rank.buffer as ArrayBuffer];
        return ((await pool.run(job, { transfer, signal: run.signal })) as TokenRows[]).map((one) => [one]);
      }
      const own: TokenRows[][] = [];
      for (const one of ofPart[k]!) own.push(await tokenRowsOf(stream, rank, ranks, binary, run, one));
      return own;
    }),
  );
  return runs.flatMap((one) => rows[one.part]![ofPart[one.part]!.indexOf(one)]!);
}

/** Cuts the ranks into runs with about as many occurrences each. */
function tokenRanges({ ranks, occurrences }: RankedStream, parts: number): Range[] {
  const before = new Float64Array(ranks + 1);
  for (let rank = 0; rank < ranks; rank++) before[rank + 1] = before[rank]! + occurrences[rank]!;
  return evenRanges(before.subarray(1), parts);
}

/** Cuts what ends at each of `ends` into `parts` runs of about the same length; some may be empty. */
function evenRanges(ends: ArrayLike<number>, parts: number): Range[] {
  const total = ends.length === 0 ? 0 : ends[ends.length - 1]!;
  const bounds = [0];
  for (let k = 0; k < ends.length && bounds.length < parts; k++) {
    if (ends[k]! >= (total / parts) * bounds.length) bounds.push(k + 1);
  }
  while (bounds.length <= parts) bounds.push(ends.length);
  return bounds.slice(1).map((to, k) => ({ from: bounds[k]!, to }));
}

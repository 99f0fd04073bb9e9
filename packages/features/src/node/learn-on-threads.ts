import { type CsrMatrix, type RunOptions, throwIfCancelled } from "@imdb/core";
import { createWorkerPool, type WorkerPool, type WorkerScript } from "@imdb/runtime/threads";
import { assemble } from "../engine/assemble.js";
import { chooseTokens } from "../engine/choose-tokens.js";
import { DocumentCounter } from "../engine/document-counter.js";
import type { Level } from "../engine/level.js";
import { mergeStreams, mergeTokens, partOf, type StreamPart, stitchRows } from "../engine/merge-streams.js";
import { mergeTallies } from "../engine/merge-tallies.js";
import { limitsFor } from "../engine/pruning.js";
import { RowWriter } from "../engine/row-writer.js";
import { TokenStreamBuilder } from "../engine/token-stream.js";
import type { ResolvedCountOptions } from "../vectorizers/count-options.js";
import { type Learned, levelsOf, weighed } from "../vectorizers/learn.js";
import { textAnalyzer } from "../vectorizers/text-analyzer.js";
import { idfOfColumns, type Weighting } from "../vectorizers/weighting.js";
import { charactersOf, rowsOf } from "../vectorizers/write-rows.js";
import { distributeTexts } from "./distribute-texts.js";
import type { FitJob, FitOutcome, TalliedTokens } from "./fit-jobs.js";
import { runOnWorkers } from "./run-on-workers.js";
import { type TokenRange, tokenRanges } from "./token-ranges.js";

type Pool = WorkerPool<FitJob, FitOutcome>;

/** The arguments of a fit, and the other threads. */
interface Task {
  readonly others: readonly Pool[];
  readonly texts: readonly string[];
  readonly options: ResolvedCountOptions;
  readonly weighting: Weighting | null;
  readonly run: RunOptions;
}

/** Learns on several threads; see `Learn`. */
export async function learnOnThreads(
  texts: readonly string[],
  options: ResolvedCountOptions,
  weighting: Weighting | null,
  run: RunOptions,
  script: WorkerScript,
  threads: number,
): Promise<Learned> {
  throwIfCancelled(run.signal, "Counting terms");
  // Each pool has one thread, which keeps its texts between jobs. The calling thread works too.
  const others = Array.from({ length: threads - 1 }, () => createWorkerPool<FitJob, FitOutcome>(script, 1));
  try {
    return textAnalyzer(options).maxN === 1
      ? await learnTokens({ others, texts, options, weighting, run })
      : await learnNgrams({ others, texts, options, weighting, run });
  } finally {
    await Promise.all(others.map((pool) => pool.close()));
  }
}

/** Each thread counts the tokens of its documents, and makes their rows once the columns are known. */
async function learnTokens({ others, texts, options, weighting, run }: Task): Promise<Learned> {
  const { scanner, binary } = textAnalyzer(options);
  const counter = new DocumentCounter(scanner, charactersOf(texts) / (others.length + 1));
  const runs = await distributeTexts(others, texts, counter, options, run);
  const { signal } = run;
  const tallied = others.map((pool) => pool.run({ job: "tally" }, { signal }) as Promise<TalliedTokens>);
  const own = counter.tokens();
  const merged = mergeTallies(own, counter.tally(own.size), await Promise.all(tallied));
  const chosen = chooseTokens(merged.tokens, merged, scanner.joiner, texts.length, options);
  const idf = weighting && idfOfColumns(chosen.documentFrequencies, texts.length, weighting);
  const cols = chosen.documentFrequencies.length;
  const written = others.map((pool, k) => {
    const columns = Int32Array.from(merged.numbers[k]!, (number) => chosen.columns[number]!);
    return pool.run({ job: "rows", columns, cols, idf, weighting }, { signal }) as Promise<CsrMatrix>;
  });
  const writer = new RowWriter(counter.finish(), chosen.columns, cols, binary);
  const parts = await Promise.all([...written, rowsOf(writer, idf, weighting, run)]);
  return { vocabulary: chosen.vocabulary, idf, matrix: stitchRows(parts, runs) };
}

/**
 * Each thread turns its documents into token numbers, and then counts the n-grams that start with its range of tokens.
 */
async function learnNgrams({ others, texts, options, weighting, run }: Task): Promise<Learned> {
  const { scanner, minN, maxN, binary } = textAnalyzer(options);
  const { keepsShort, joiner } = scanner;
  const { signal } = run;
  const builder = new TokenStreamBuilder(scanner, charactersOf(texts));
  const runs = await distributeTexts(others, texts, builder, options, run);
  const streams = others.map((pool) => pool.run({ job: "stream" }, { signal }) as Promise<StreamPart>);
  const parts = [...(await Promise.all(streams)), partOf(builder)];
  const limits = limitsFor(options, texts.length);
  const merged = mergeTokens(parts, limits.minDocuments);
  const stream = mergeStreams(parts, runs, merged);
  const counting = { minN, maxN, binary, keepsShort, limits };
  const blocks = await runOnWorkers<TokenRange, readonly Level[]>(tokenRanges(stream, others.length + 1), [
    ...others.map((pool) => async (range: TokenRange) => {
      const job = { job: "count", stream, counting: { ...counting, ...range } } as const;
      return (await pool.run(job, { signal })) as Level[];
    }),
    (range) => levelsOf(stream, { ...counting, ...range }, run),
  ]);
  return weighed(assemble(blocks, merged.tokens, merged.tokenOf, joiner, texts.length, options), weighting);
}

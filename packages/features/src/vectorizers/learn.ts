import { type CsrMatrix, type RunOptions, throwIfCancelled, yieldToEventLoop } from "@imdb/core";
import { assemble, type CountedTerms } from "../engine/assemble.js";
import { chooseTokens } from "../engine/choose-tokens.js";
import { countLevels } from "../engine/count-levels.js";
import { DocumentCounter } from "../engine/document-counter.js";
import type { Level } from "../engine/level.js";
import type { Counting } from "../engine/pruning.js";
import { limitsFor } from "../engine/pruning.js";
import { frequentInOrder, type RankedStream, rankStream } from "../engine/ranked-stream.js";
import { RowWriter } from "../engine/row-writer.js";
import { TokenStreamBuilder } from "../engine/token-stream.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import type { ResolvedCountOptions } from "./count-options.js";
import { textAnalyzer } from "./text-analyzer.js";
import { idfOfColumns, type Weighting, weigh } from "./weighting.js";
import { charactersOf, rowsOf, SLICE_MS } from "./write-rows.js";

/** What a fit learns from its texts, and their matrix. */
export interface Learned {
  readonly vocabulary: Vocabulary;
  /** Inverse document frequencies of the columns; `null` without a weighting. */
  readonly idf: Float64Array | null;
  /** Weights, or without a weighting counts; `documents × columns`. */
  readonly matrix: CsrMatrix;
}

/** Learns the vocabulary of texts and makes their matrix, in one pass. The result is the same on threads. */
export type Learn = (
  texts: readonly string[],
  options: ResolvedCountOptions,
  weighting: Weighting | null,
  run: RunOptions,
) => Promise<Learned>;

/** Learns on the calling thread, yielding to the event loop every 15 ms. */
export const learnOnCallingThread: Learn = async (texts, options, weighting, run) => {
  const { scanner, minN, maxN, binary } = textAnalyzer(options);
  const characters = charactersOf(texts);
  const { keepsShort, joiner } = scanner;
  if (maxN === 1) {
    const counter = new DocumentCounter(scanner, characters);
    await eachInSlices(texts, run, (text) => counter.add(text));
    const tokens = counter.tokens();
    const chosen = chooseTokens(tokens, counter.tally(tokens.size), joiner, texts.length, options);
    const idf = weighting && idfOfColumns(chosen.documentFrequencies, texts.length, weighting);
    const cols = chosen.documentFrequencies.length;
    const writer = new RowWriter(counter.finish(), chosen.columns, cols, binary);
    return { vocabulary: chosen.vocabulary, idf, matrix: await rowsOf(writer, idf, weighting, run) };
  }
  const builder = new TokenStreamBuilder(scanner, characters);
  await eachInSlices(texts, run, (text) => builder.add(text));
  const counted = builder.finish();
  const limits = limitsFor(options, texts.length);
  const { tokens, occurrences } = counted;
  const tokenOf = frequentInOrder(tokens, occurrences, limits.minDocuments);
  const stream = rankStream(counted, counted, tokenOf);
  const counting = { minN, maxN, binary, keepsShort, limits, from: 0, to: tokenOf.length };
  const levels = await levelsOf(stream, counting, run);
  return weighed(assemble([levels], tokens, tokenOf, joiner, texts.length, options), weighting);
};

/** Weighs counts, in place. */
export function weighed(terms: CountedTerms, weighting: Weighting | null): Learned {
  const { vocabulary, counts } = terms;
  const idf = weighting && idfOfColumns(terms.documentFrequencies, counts.rows, weighting);
  return { vocabulary, idf, matrix: weighting === null ? counts : weigh(counts, idf, weighting) };
}

/** Counts all levels, yielding to the event loop between them. */
export async function levelsOf(
  stream: RankedStream,
  counting: Counting,
  run: RunOptions,
): Promise<readonly Level[]> {
  const levels: Level[] = [];
  for (const level of countLevels(stream, counting)) {
    levels.push(level);
    await yieldToEventLoop();
    throwIfCancelled(run.signal, "Counting terms");
  }
  return levels;
}

/** Calls `work` for each text, in order; checks the signal and reports progress every 15 ms. */
export async function eachInSlices(
  texts: readonly string[],
  run: RunOptions,
  work: (text: string) => void,
): Promise<void> {
  throwIfCancelled(run.signal, "Counting terms");
  for (let done = 0; done < texts.length; ) {
    done = slice(texts, done, Date.now() + SLICE_MS, work);
    run.onProgress?.({ stage: "counting terms", done, total: texts.length, unit: "documents" });
    if (done < texts.length) await yieldToEventLoop();
    throwIfCancelled(run.signal, "Counting terms");
  }
}

function slice(texts: readonly string[], from: number, until: number, work: (text: string) => void): number {
  let i = from;
  while (i < texts.length) {
    work(texts[i++]!);
    if ((i & 15) === 0 && Date.now() > until) break;
  }
  return i;
}

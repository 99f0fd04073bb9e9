import { breathe, type RunOptions, throwIfCancelled } from "@imdb/core";
import { assemble, type Learned } from "../engine/assemble.js";
import { assembleRows } from "../engine/assemble-rows.js";
import { countLevels } from "../engine/count-levels.js";
import type { Counting } from "../engine/counting.js";
import type { Level } from "../engine/level.js";
import { limitsFor } from "../engine/pruning.js";
import { frequentInOrder, type RankedStream, rankStream, ranksOf } from "../engine/ranked-stream.js";
import { countTokenRows, type TokenRows } from "../engine/token-rows.js";
import { type TokenStream, TokenStreamBuilder } from "../engine/token-stream.js";
import type { ResolvedCountOptions } from "./count-options.js";
import { textAnalyzer } from "./text-analyzer.js";

// How many documents are counted before the thread gives way.
const SLICE = 4096;

/** Learns the vocabulary of texts and counts it, in one pass. Threads may change how, not what. */
export type Learn = (
  texts: readonly string[],
  options: ResolvedCountOptions,
  run: RunOptions,
) => Promise<Learned>;

/** Learns on the calling thread, giving way to others every 15 ms. */
export const learnHere: Learn = async (texts, options, run) => {
  const { scanner, minN, maxN, binary } = textAnalyzer(options);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const builder = new TokenStreamBuilder(scanner, characters);
  await eachInSlices(texts, run, (text) => builder.add(text));
  const counted = builder.finish();
  const limits = limitsFor(options, texts.length);
  const { tokens, occurrences } = counted;
  const { keepsShort, joiner } = scanner;
  const tokenOf = frequentInOrder(tokens, occurrences, limits.least);
  if (maxN === 1) {
    const rank = ranksOf(tokenOf, tokens.size);
    const rows = await tokenRowsOf(counted, rank, tokenOf.length, binary, run);
    return assembleRows(rows, tokens, tokenOf, joiner, texts.length, options);
  }
  const stream = rankStream(counted, counted, tokenOf);
  const counting = { minN, maxN, binary, keepsShort, limits, from: 0, to: tokenOf.length };
  const levels = await levelsOf(stream, counting, run);
  return assemble([levels], tokens, tokenOf, joiner, texts.length, options);
};

/** Counts the tokens of the documents `within`, by default all, in slices, giving way between them. */
export async function tokenRowsOf(
  stream: TokenStream,
  rank: Int32Array,
  ranks: number,
  binary: boolean,
  run: RunOptions,
  within = { from: 0, to: stream.documentEnds.length },
): Promise<TokenRows[]> {
  const parts: TokenRows[] = [];
  for (let { from } = within; from < within.to; from += SLICE) {
    const to = Math.min(from + SLICE, within.to);
    parts.push(countTokenRows(stream, rank, ranks, { from, to, binary }));
    await breathe();
    throwIfCancelled(run.signal, "Counting terms");
  }
  return parts;
}

/** Counts all levels, giving way between them. */
export async function levelsOf(
  stream: RankedStream,
  counting: Counting,
  run: RunOptions,
): Promise<readonly Level[]> {
  const levels: Level[] = [];
  for (const level of countLevels(stream, counting)) {
    levels.push(level);
    await breathe();
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
    done = slice(texts, done, Date.now() + 15, work);
    run.onProgress?.({ stage: "counting terms", done, total: texts.length, unit: "documents" });
    if (done < texts.length) await breathe();
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

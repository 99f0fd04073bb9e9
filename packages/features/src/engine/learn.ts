import type { CsrMatrix } from "@imdb/core";
import { breathe, type RunOptions, throwIfCancelled } from "@imdb/core";
import type { Analyzer } from "./analyzer.js";
import { countedMatrix } from "./counted-matrix.js";
import { freeze } from "./freeze.js";
import { mostFrequent, type Pruning, withinDocumentFrequency } from "./prune.js";
import { TermCounter } from "./term-counter.js";
import type { Vocabulary } from "./vocabulary.js";

/** What a fit learns of its texts, with their counts. */
export interface Learned {
  readonly vocabulary: Vocabulary;
  /** Counts, `documents × columns`. */
  readonly counts: CsrMatrix;
}

/** Learns the vocabulary of texts and counts it, in one pass. Threads may change how, not what. */
export type Learn = (
  texts: readonly string[],
  analyzer: Analyzer,
  pruning: Pruning,
  run: RunOptions,
) => Promise<Learned>;

/** Learns on the calling thread, giving way to others every 40 ms. */
export const learnHere: Learn = async (texts, analyzer, pruning, run) => {
  const counter = new TermCounter(analyzer);
  await eachInSlices(texts, run, (text) => counter.add(text));
  return select(counter, analyzer, pruning);
};

/** Prunes what a counter has seen to a vocabulary. Uses the counter up. */
export function select(counter: TermCounter, analyzer: Analyzer, pruning: Pruning): Learned {
  const { joiner } = analyzer.scanner;
  const keep = withinDocumentFrequency(counter, pruning);
  let frozen = freeze(counter.tokens, counter.grams, keep, joiner);
  const { maxFeatures } = pruning;
  if (maxFeatures !== null && frozen.vocabulary.nodeOf.length > maxFeatures) {
    const best = mostFrequent(counter, frozen.columnOf, maxFeatures);
    frozen = freeze(counter.tokens, counter.grams, best, joiner);
  }
  const { vocabulary, columnOf } = frozen;
  return { vocabulary, counts: countedMatrix(counter, columnOf, vocabulary.nodeOf.length) };
}

/** Calls `work` for each text, in order; checks the signal and reports progress every 40 ms. */
export async function eachInSlices(
  texts: readonly string[],
  run: RunOptions,
  work: (text: string) => void,
): Promise<void> {
  throwIfCancelled(run.signal, "Counting terms");
  for (let done = 0; done < texts.length; ) {
    done = slice(texts, done, Date.now() + 40, work);
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

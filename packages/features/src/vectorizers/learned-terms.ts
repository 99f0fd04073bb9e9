import { assertTrain, type CsrMatrix, type RunOptions, type TrainTexts, type Vectorizer } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import type { Learned } from "../engine/assemble.js";
import { rowCounter } from "../engine/count-rows.js";
import { columnFinder } from "../engine/find-columns.js";
import { givenVocabulary } from "../engine/given-vocabulary.js";
import { termLookup } from "../engine/term-lookup.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import type { ResolvedCountOptions } from "./count-options.js";
import type { FittedTerms } from "./fitted-terms.js";
import { eachInSlices, type Learn, learnHere } from "./learn.js";
import type { TermState } from "./state.js";
import { textAnalyzer } from "./text-analyzer.js";
import { documentFrequencies } from "./weighting.js";

/** The key under which a vectorizer of this package takes another way of learning: worker threads. */
export const LEARNING: unique symbol = Symbol.for("@imdb/features/learning") as never;

/** A vectorizer that learns terms, and how to make one that learns them in another way. */
export interface TermVectorizer<F extends FittedTerms> extends Vectorizer<F> {
  readonly [LEARNING]: TermLearning<F>;
}

/** What {@link termVectorizer} is made of. */
export interface TermLearning<F extends FittedTerms> {
  readonly params: Readonly<Record<string, unknown>>;
  readonly options: ResolvedCountOptions;
  /** Makes the fitted vectorizer of what was learnt, and its matrix of the counts, which it may change. */
  finish(
    state: TermState,
    learned: Omit<Learned, "vocabulary">,
  ): { readonly vectorizer: F; readonly matrix: CsrMatrix };
}

/** A vectorizer of a way to learn counts and a way to finish them. */
export function termVectorizer<F extends FittedTerms>(
  learning: TermLearning<F>,
  learn: Learn = learnHere,
): TermVectorizer<F> {
  async function fitTransform(train: TrainTexts, run: RunOptions = {}) {
    assertTrain(train);
    const { options } = learning;
    const analyzer = textAnalyzer(options);
    if (options.vocabulary) {
      const vocabulary = givenVocabulary(options.vocabulary, analyzer);
      const counts = await countGiven(train, analyzer, vocabulary, run);
      return learning.finish(
        { options, analyzer, vocabulary },
        {
          counts,
          documentFrequencies: documentFrequencies(counts),
        },
      );
    }
    const learned = await learn(train, options, run);
    return learning.finish({ options, analyzer, vocabulary: learned.vocabulary }, learned);
  }
  return {
    params: learning.params,
    fitTransform,
    fit: async (train, run) => (await fitTransform(train, run)).vectorizer,
    [LEARNING]: learning,
  };
}

async function countGiven(
  texts: readonly string[],
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  run: RunOptions,
): Promise<CsrMatrix> {
  // The signal is looked at between documents; the counting itself starts over in one piece.
  await eachInSlices(texts, run, () => {});
  const finder = columnFinder(analyzer, vocabulary, termLookup(vocabulary));
  return rowCounter(finder, vocabulary.nodeOf.length, analyzer.binary)(texts);
}

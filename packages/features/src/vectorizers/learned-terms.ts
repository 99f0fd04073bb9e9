import {
  assertTrain,
  fittedOn,
  ownFacts,
  type RunOptions,
  type TrainTexts,
  type Vectorizer,
} from "@imdb/core";
import { displayUnfitted } from "@imdb/core/display";
import { checkRun } from "@imdb/core/options";
import type { Analyzer } from "../engine/analyzer.js";
import { rowCounter } from "../engine/count-rows.js";
import { columnFinder } from "../engine/find-columns.js";
import { givenVocabulary } from "../engine/given-vocabulary.js";
import { termLookup } from "../engine/term-lookup.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import { checkTexts } from "./check-texts.js";
import type { ResolvedCountOptions } from "./count-options.js";
import type { FittedTerms } from "./fitted-terms.js";
import { eachInSlices, type Learn, type Learned, learnOnCallingThread, weighed } from "./learn.js";
import type { TermState } from "./state.js";
import { textAnalyzer } from "./text-analyzer.js";
import { identityOfTexts } from "./text-identity.js";
import { stopWordWarnings, vocabularyWarnings } from "./text-warnings.js";
import { documentFrequencies, type Weighting } from "./weighting.js";

/** The key of what `parallelVectorizer` needs of a vectorizer to fit it on worker threads. */
export const LEARNING: unique symbol = Symbol.for("@imdb/features/learning") as never;

/** A vectorizer that learns terms. */
export interface TermVectorizer<F extends FittedTerms> extends Vectorizer<F> {
  readonly [LEARNING]: TermLearning<F>;
}

/** What {@link termVectorizer} is made of. */
export interface TermLearning<F extends FittedTerms> {
  readonly kind: F["kind"];
  readonly params: Readonly<Record<string, unknown>>;
  readonly options: ResolvedCountOptions;
  /** How counts become weights; `null`: they stay counts. */
  readonly weighting: Weighting | null;
  /**
   * Makes the fitted vectorizer.
   *
   * @param idf  Inverse document frequencies of the columns; `null` without a weighting.
   */
  finish(state: TermState, idf: Float64Array | null): F;
}

/** Makes a vectorizer that learns terms, with the function that learns them. */
export function termVectorizer<F extends FittedTerms>(
  learning: TermLearning<F>,
  learn: Learn = learnOnCallingThread,
): TermVectorizer<F> {
  async function fitTransform(train: TrainTexts, run: RunOptions = {}) {
    assertTrain(train);
    checkTexts(train);
    checkRun(run);
    const { options, weighting } = learning;
    const analyzer = textAnalyzer(options);
    const { vocabulary, matrix, idf } = options.vocabulary
      ? await countGiven(train, analyzer, givenVocabulary(options.vocabulary, analyzer), weighting, run)
      : await learn(train, options, weighting, run);
    const fitted = learning.finish({ options, analyzer, vocabulary }, idf);
    const warnings = [...stopWordWarnings(options), ...vocabularyWarnings(options, fitted.transform)];
    const warned = warnings.length === 0 ? fitted : { ...fitted, warnings };
    return { vectorizer: fittedOn(train, warned), matrix };
  }
  const vectorizer: TermVectorizer<F> = {
    params: learning.params,
    // When it is asked for: a given vocabulary may be large.
    get identity() {
      return identityOfTexts(learning.kind, learning.options, learning.weighting);
    },
    fitTransform,
    fit: async (train, run) => (await fitTransform(train, run)).vectorizer,
    [LEARNING]: learning,
  };
  return displayUnfitted(`${learning.kind} vectorizer`)(ownFacts(vectorizer, "identity", LEARNING));
}

async function countGiven(
  texts: readonly string[],
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  weighting: Weighting | null,
  run: RunOptions,
): Promise<Learned> {
  // The signal is checked between documents; the counting itself is done in one piece.
  await eachInSlices(texts, run, () => {});
  const finder = columnFinder(analyzer, vocabulary, () => termLookup(vocabulary));
  const counts = rowCounter(finder, vocabulary.nodeOf.length, analyzer.binary)(texts);
  return weighed({ vocabulary, counts, documentFrequencies: documentFrequencies(counts) }, weighting);
}

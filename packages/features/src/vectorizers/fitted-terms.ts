import type { CsrMatrix, FeatureOccurrence, FittedVectorizer, LinearScorer, TermCount } from "@imdb/core";
import { rowCounter } from "../engine/count-rows.js";
import { termCounter } from "../engine/count-terms.js";
import { columnFinder } from "../engine/find-columns.js";
import { termLookup } from "../engine/term-lookup.js";
import { termsOf } from "../engine/vocabulary.js";
import { lazy } from "../lazy.js";
import { assertColumns } from "../matrix-checks.js";
import { checkText, checkTexts } from "./check-texts.js";
import { distinctValues } from "./distinct-values.js";
import { linearScorer, type TermWeighting } from "./linear-scorer.js";
import { locateTerms } from "./locate-terms.js";
import { STATE, type TermState } from "./state.js";
import { weigh } from "./weighting.js";

/** A fitted vectorizer whose features are terms it knows by name. */
export interface FittedTerms extends FittedVectorizer {
  /** The column of each term. */
  vocabulary(): ReadonlyMap<string, number>;
  /**
   * For each row the terms with a value other than 0, in column order.
   *
   * @throws `SHAPE_MISMATCH` when the matrix has another number of columns; `INVALID_OPTION` for what is no matrix.
   */
  inverseTransform(matrix: CsrMatrix): string[][];
  locate(text: string): readonly FeatureOccurrence[];
  countTerms(text: string): TermCount;
  readonly linearScorer: LinearScorer;
  /** For this package's codec. */
  readonly [STATE]: TermState;
}

const UNWEIGHTED: TermWeighting = { idf: null, norm: null, sublinearTf: false };

/**
 * The common part of count and TF-IDF vectorizers.
 *
 * @param weighting  How counts become weights; `null`: they stay counts.
 */
export function fittedTerms(
  kind: string,
  params: Readonly<Record<string, unknown>>,
  state: TermState,
  weighting: TermWeighting | null,
): FittedTerms {
  const { analyzer, vocabulary } = state;
  const featureCount = vocabulary.nodeOf.length;
  // Made when first needed: in cross-validation most fitted vectorizers transform once, and some never.
  const featureNames = lazy<readonly string[]>(() => Object.freeze(termsOf(vocabulary)));
  const columns = lazy(() => new Map(featureNames().map((name, column) => [name, column])));
  const lookUp = lazy(() => termLookup(vocabulary));
  const finder = lazy(() => columnFinder(analyzer, vocabulary, lookUp));
  const counter = lazy(() => rowCounter(finder(), featureCount, analyzer.binary));
  const countTerms = lazy(() => termCounter(analyzer, featureCount, lookUp()));
  const idf = lazy(() => weighting?.idf && distinctValues(weighting.idf));

  return {
    kind,
    params,
    featureCount,
    transform(texts) {
      checkTexts(texts);
      const counts = counter()(texts);
      return weighting === null ? counts : weigh(counts, idf() ?? null, weighting);
    },
    linearScorer: (model) => linearScorer(analyzer, vocabulary, finder, weighting ?? UNWEIGHTED, model),
    featureNames,
    vocabulary: columns,
    inverseTransform(matrix) {
      assertColumns(matrix, featureCount);
      return Array.from({ length: matrix.rows }, (_, row) => namesInRow(matrix, row, featureNames()));
    },
    locate(text) {
      checkText(text);
      return locateTerms(text, analyzer, vocabulary, lookUp());
    },
    countTerms(text) {
      checkText(text);
      return countTerms()(text);
    },
    [STATE]: state,
  };
}

function namesInRow(matrix: CsrMatrix, row: number, names: readonly string[]): string[] {
  const found: string[] = [];
  for (let k = matrix.indptr[row]!; k < matrix.indptr[row + 1]!; k++) {
    if (matrix.values[k] !== 0) found.push(names[matrix.indices[k]!]!);
  }
  return found;
}

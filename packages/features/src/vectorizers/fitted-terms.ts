import {
  type CsrMatrix,
  type FeatureOccurrence,
  type FittedVectorizer,
  type LinearScorer,
  ShapeMismatch,
  type TermCount,
} from "@imdb/core";
import { type CountRows, rowCounter } from "../engine/count-rows.js";
import { termCounter } from "../engine/count-terms.js";
import { type ColumnFinder, columnFinder } from "../engine/find-columns.js";
import { type TermLookup, termLookup } from "../engine/term-lookup.js";
import { termsOf } from "../engine/vocabulary.js";
import { type DistinctValues, distinctValues } from "./distinct-values.js";
import { linearScorer, type TermWeighting } from "./linear-scorer.js";
import { locateTerms } from "./located.js";
import { STATE, type TermState } from "./state.js";
import { weigh } from "./weighting.js";

/** A fitted vectorizer whose features are terms it knows by name. */
export interface FittedTerms extends FittedVectorizer {
  /** The column of each term. */
  vocabulary(): ReadonlyMap<string, number>;
  /**
   * The terms with a value other than 0, for each row, in column order.
   *
   * @throws `SHAPE_MISMATCH` when the matrix has other columns.
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
 * The part that count and TF-IDF vectorizers share.
 *
 * @param weighting  What is made of the counts; `null`: they stay as they are.
 */
export function fittedTerms(
  kind: string,
  params: Readonly<Record<string, unknown>>,
  state: TermState,
  weighting: TermWeighting | null,
): FittedTerms {
  const { analyzer, vocabulary } = state;
  const featureCount = vocabulary.nodeOf.length;
  let lookup: TermLookup | undefined;
  let finder: ColumnFinder | undefined;
  let counter: CountRows | undefined;
  let countTerms: ((text: string) => TermCount) | undefined;
  let idf: DistinctValues | null | undefined;
  let names: readonly string[] | undefined;
  let columns: ReadonlyMap<string, number> | undefined;

  function featureNames(): readonly string[] {
    names ??= Object.freeze(termsOf(vocabulary));
    return names;
  }

  // Made when first needed: most vectorizers fitted in cross-validation transform once, some never.
  function lookUp(): TermLookup {
    lookup ??= termLookup(vocabulary);
    return lookup;
  }

  function finderOf(): ColumnFinder {
    finder ??= columnFinder(analyzer, vocabulary, lookUp);
    return finder;
  }

  function transform(texts: readonly string[]): CsrMatrix {
    counter ??= rowCounter(finderOf(), featureCount, analyzer.binary);
    const counts = counter(texts);
    if (weighting === null) return counts;
    idf ??= weighting.idf && distinctValues(weighting.idf);
    return weigh(counts, idf, weighting);
  }

  return {
    kind,
    params,
    featureCount,
    transform,
    linearScorer: (model) => linearScorer(analyzer, vocabulary, finderOf, weighting ?? UNWEIGHTED, model),
    featureNames,
    vocabulary() {
      columns ??= new Map(featureNames().map((name, column) => [name, column]));
      return columns;
    },
    inverseTransform(matrix) {
      if (matrix.cols !== featureCount) {
        throw ShapeMismatch.create({ what: "Columns", expected: featureCount, actual: matrix.cols });
      }
      return Array.from({ length: matrix.rows }, (_, row) => namesInRow(matrix, row, featureNames()));
    },
    locate: (text) => locateTerms(text, analyzer, vocabulary, lookUp()),
    countTerms(text) {
      countTerms ??= termCounter(analyzer, featureCount, lookUp());
      return countTerms(text);
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

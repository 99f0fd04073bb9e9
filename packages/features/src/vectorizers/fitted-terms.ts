import { type CsrMatrix, type FeatureOccurrence, type FittedVectorizer, ShapeMismatch } from "@imdb/core";
import { type CountRows, rowCounter } from "../engine/count-rows.js";
import { type TermLookup, termLookup } from "../engine/term-lookup.js";
import { termsOf } from "../engine/vocabulary.js";
import { locateTerms } from "./located.js";
import { STATE, type TermState } from "./state.js";

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
  /** For this package's codec. */
  readonly [STATE]: TermState;
}

/**
 * The part that count and TF-IDF vectorizers share.
 *
 * @param weigh  What is made of the counts, in place.
 */
export function fittedTerms(
  kind: string,
  params: Readonly<Record<string, unknown>>,
  state: TermState,
  weigh: (counts: CsrMatrix) => CsrMatrix,
): FittedTerms {
  const { analyzer, vocabulary } = state;
  const featureCount = vocabulary.nodeOf.length;
  let lookup: TermLookup | undefined;
  let counter: CountRows | undefined;
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

  function countRows(texts: readonly string[]): CsrMatrix {
    counter ??= rowCounter(analyzer, vocabulary, lookUp());
    return counter(texts);
  }

  return {
    kind,
    params,
    featureCount,
    transform: (texts) => weigh(countRows(texts)),
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

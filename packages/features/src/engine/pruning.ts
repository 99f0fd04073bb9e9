import { EmptyVocabulary } from "../errors.js";

/** Which terms become features. */
export interface Pruning {
  /** Least documents a term must be in: a count from 1, or a share of the documents below 1. */
  readonly minDf: number;
  /** Most documents a term may be in: a share up to 1 (1 is all of them), or a count from 2. */
  readonly maxDf: number;
  /** Keep only so many terms, the most frequent ones. */
  readonly maxFeatures: number | null;
}

/** Document frequencies that a feature may have, as counts. */
export interface Limits {
  readonly least: number;
  readonly most: number;
}

/** The pruning's limits for so many documents. */
export function limitsFor({ minDf, maxDf }: Pruning, documents: number): Limits {
  return {
    least: Math.max(minDf < 1 ? minDf * documents : minDf, 1),
    most: maxDf <= 1 ? maxDf * documents : maxDf,
  };
}

/** The error of a fit that has nothing to keep. */
export function emptyVocabulary(pruning: Pruning, documents: number, tokens: number): Error {
  return EmptyVocabulary.create({ documents, tokens, minDf: pruning.minDf, maxDf: pruning.maxDf });
}

/**
 * Those of `candidates` that have the greatest totals, at most `limit`; of equal ones those first.
 *
 * @param totals      One for each number below the greatest candidate's.
 * @param candidates  Ascending.
 * @returns           The chosen, ascending.
 */
export function mostFrequent(totals: Float64Array, candidates: Uint32Array, limit: number): Uint32Array {
  return candidates
    .slice()
    .sort((a, b) => totals[b]! - totals[a]! || a - b)
    .slice(0, limit)
    .sort();
}

/** What to count of a stream. */
export interface Counting {
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts once a document. */
  readonly binary: boolean;
  /** A group shorter than the shortest n-gram counts as one term. */
  readonly keepsShort: boolean;
  readonly limits: Limits;
  /** Only the n-grams whose first token has a rank in this half-open range. */
  readonly from: number;
  readonly to: number;
}

import { EmptyVocabulary } from "../errors.js";

/** Options of which terms become features. */
export interface Pruning {
  /** Least number of documents of a term: a count from 1, or below 1 a share of the documents. */
  readonly minDf: number;
  /** Greatest number of documents of a term: up to 1 a share of the documents (1 is all), or a count from 2. */
  readonly maxDf: number;
  /** Greatest number of terms; the most frequent are kept. */
  readonly maxFeatures: number | null;
}

/** Least and greatest document frequency of a feature, as counts. */
export interface Limits {
  readonly minDocuments: number;
  readonly maxDocuments: number;
}

/** The limits of a pruning for a number of documents. */
export function limitsFor({ minDf, maxDf }: Pruning, documents: number): Limits {
  return {
    minDocuments: Math.max(minDf < 1 ? minDf * documents : minDf, 1),
    maxDocuments: maxDf <= 1 ? maxDf * documents : maxDf,
  };
}

/** The error of a fit without a feature. */
export function emptyVocabulary(pruning: Pruning, documents: number, tokens: number): Error {
  return EmptyVocabulary.create({ documents, tokens, minDf: pruning.minDf, maxDf: pruning.maxDf });
}

/**
 * The `limit` candidates with the greatest totals; of equal ones the first.
 *
 * @param totals      The total of each candidate, at its number.
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

/** Which n-grams of a stream to count, and how. */
export interface Counting {
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts at most once in a document. */
  readonly binary: boolean;
  /** A group shorter than the shortest n-gram counts as one term. */
  readonly keepsShort: boolean;
  readonly limits: Limits;
  /** Only n-grams whose first token has a rank in this half-open range are counted. */
  readonly from: number;
  readonly to: number;
}

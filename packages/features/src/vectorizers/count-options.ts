import type { Pruning } from "../engine/pruning.js";
import { check } from "../options/check.js";
import {
  type ResolvedTextOptions,
  resolveTextOptions,
  TEXT_OPTIONS,
  type TextOptions,
  textParams,
} from "./text-options.js";

/** Options of `countVectorizer`. Names, defaults and results are scikit-learn's. */
export interface CountOptions extends TextOptions {
  /** Least documents a term must be in: a count from 1, or below 1 a share of the documents. Default 1. */
  readonly minDf?: number;
  /**
   * Most documents a term may be in: up to 1 a share of the documents, or a count from 2. Default 1, all of
   * them. (Python tells 1 from 1.0; JavaScript does not, so here 1 is the share.)
   */
  readonly maxDf?: number;
  /**
   * Keep only so many terms, those that occur most often; of equally frequent ones the first in code point
   * order. Default `null`, all.
   */
  readonly maxFeatures?: number | null;
  /** The terms themselves, one a column in this order, instead of learning them. Default `null`. */
  readonly vocabulary?: readonly string[] | null;
  /** Every term counts once a document. Default `false`. */
  readonly binary?: boolean;
}

/** {@link CountOptions} with every default in its place. */
export interface ResolvedCountOptions extends ResolvedTextOptions, Pruning {
  readonly vocabulary: readonly string[] | null;
  readonly binary: boolean;
}

/** The names of {@link CountOptions}. */
export const COUNT_OPTIONS = [
  ...TEXT_OPTIONS,
  "minDf",
  "maxDf",
  "maxFeatures",
  "vocabulary",
  "binary",
] as const;

/**
 * Fills in defaults and checks.
 *
 * @throws `INVALID_OPTION`
 */
export function resolveCountOptions(options: CountOptions): ResolvedCountOptions {
  const { minDf = 1, maxDf = 1, maxFeatures = null, vocabulary = null, binary = false } = options;
  const share = (value: number) => typeof value === "number" && value >= 0 && value <= 1;
  const count = (value: number) => Number.isSafeInteger(value) && value >= 1;
  const rule = "a count of documents, or a share of them from 0 to 1";
  check(share(minDf) || count(minDf), "minDf", minDf, rule);
  check(share(maxDf) || count(maxDf), "maxDf", maxDf, rule);
  check(maxFeatures === null || count(maxFeatures), "maxFeatures", maxFeatures, "an integer from 1, or null");
  check(typeof binary === "boolean", "binary", binary, "true or false");
  if (vocabulary !== null) {
    const strings = Array.isArray(vocabulary) && vocabulary.every((term) => typeof term === "string");
    check(strings && vocabulary.length > 0, "vocabulary", vocabulary, "a list of at least one term, or null");
    const seen = new Set<string>();
    for (const term of vocabulary) {
      check(!seen.has(term), "vocabulary", term, "terms that differ from one another");
      seen.add(term);
    }
  }
  return {
    ...resolveTextOptions(options),
    minDf,
    maxDf,
    maxFeatures,
    vocabulary: vocabulary && [...vocabulary],
    binary,
  };
}

/** The options as a run records them. A given vocabulary is recorded by its size. */
export function countParams(options: ResolvedCountOptions) {
  const { minDf, maxDf, maxFeatures, vocabulary, binary } = options;
  const terms = vocabulary && `${vocabulary.length} terms`;
  return { ...textParams(options), minDf, maxDf, maxFeatures, vocabulary: terms, binary };
}

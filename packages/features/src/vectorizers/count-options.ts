import { flag, integer, nullable, optionsOf, type Resolved, rule } from "@imdb/core/options";
import {
  completeText,
  type ResolvedTextOptions,
  type TextOptions,
  textOptions,
  textParams,
} from "./text-options.js";

/** Options of `countVectorizer`. Names, defaults and results are scikit-learn's. */
export interface CountOptions extends TextOptions {
  /** Least number of documents of a term: a count from 1, or below 1 a share of the documents. Default 1. */
  readonly minDf?: number;
  /**
   * Greatest number of documents of a term: up to 1 a share of the documents, or a count from 2. Default 1, all of
   * them. (Python distinguishes 1 from 1.0; JavaScript does not, so here 1 is the share.)
   */
  readonly maxDf?: number;
  /**
   * Greatest number of terms. Those that occur most often are kept; of equally frequent ones the first in code point
   * order. Default `null`, no limit.
   */
  readonly maxFeatures?: number | null;
  /** The terms, one for each column in this order, instead of learning them. Default `null`. */
  readonly vocabulary?: readonly string[] | null;
  /** Every term counts at most once in a document. Default `false`. */
  readonly binary?: boolean;
}

const documents = rule<number>("a count of documents, or a share of them from 0 to 1", (value) => {
  const isShare = typeof value === "number" && value >= 0 && value <= 1;
  return isShare || (Number.isSafeInteger(value) && Number(value) >= 1);
});

/** The schema of {@link CountOptions}. */
export const countOptions = optionsOf<CountOptions, "tokenizer">({
  ...textOptions.rules,
  minDf: [1, documents],
  maxDf: [1, documents],
  maxFeatures: [null, nullable(integer(1, Number.MAX_SAFE_INTEGER))],
  vocabulary: [null, nullable(rule<readonly string[]>("a list of terms, each once", isVocabulary))],
  binary: [false, flag],
});

/** {@link CountOptions} with all defaults filled in. */
export type ResolvedCountOptions = ResolvedTextOptions & Resolved<Omit<CountOptions, keyof TextOptions>>;

/**
 * Completes checked options: with a tokenizer, and copies of their lists.
 *
 * @throws `INVALID_OPTION` like `completeText`.
 */
export function completeCount(options: Resolved<CountOptions, "tokenizer">): ResolvedCountOptions {
  const { vocabulary } = options;
  return { ...completeText(options), vocabulary: vocabulary && [...vocabulary] };
}

/** The options as a run records them. A given vocabulary is recorded by its size. */
export function countParams(options: ResolvedCountOptions) {
  const { minDf, maxDf, maxFeatures, vocabulary, binary } = options;
  const terms = vocabulary && `${vocabulary.length} terms`;
  return { ...textParams(options), minDf, maxDf, maxFeatures, vocabulary: terms, binary };
}

function isVocabulary(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((term) => typeof term === "string") && new Set(value).size === value.length;
}

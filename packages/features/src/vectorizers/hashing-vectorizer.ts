import { type FittedVectorizer, ownFacts, type Vectorizer } from "@imdb/core";
import { flag, integer, nullable, oneOf, optionsOf, type Resolved } from "@imdb/core/options";
import { rowHasher } from "../hashing/hash-rows.js";
import { lazy } from "../lazy.js";
import { checkTexts } from "./check-texts.js";
import { textAnalyzer } from "./text-analyzer.js";
import { identityOfTexts } from "./text-identity.js";
import {
  completeText,
  type ResolvedTextOptions,
  type TextOptions,
  textOptions,
  textParams,
} from "./text-options.js";
import { stopWordWarnings } from "./text-warnings.js";
import { weigh } from "./weighting.js";
import { withoutFit } from "./without-fit.js";

/** Options of {@link hashingVectorizer}. Names, defaults and results are scikit-learn's. */
export interface HashingOptions extends TextOptions {
  /** Number of columns, from 1 to 2³¹ − 1. Default 2²⁰. */
  readonly nFeatures?: number;
  /** Take the sign of a count from the hash, so that terms in the same column cancel out on average. Default `true`. */
  readonly alternateSign?: boolean;
  /** Every value is 1. Default `false`. */
  readonly binary?: boolean;
  /** Norm that each row is divided by; see `WeightingOptions`. Default `"l2"`. */
  readonly norm?: "l1" | "l2" | null;
}

/** The schema of {@link HashingOptions}. */
export const hashingOptions = optionsOf<HashingOptions, "tokenizer">({
  ...textOptions.rules,
  nFeatures: [2 ** 20, integer(1)],
  alternateSign: [true, flag],
  binary: [false, flag],
  norm: ["l2", nullable(oneOf("l1", "l2"))],
});

/** {@link HashingOptions} with all defaults filled in. */
export type ResolvedHashingOptions = ResolvedTextOptions & Resolved<Omit<HashingOptions, keyof TextOptions>>;

/** A hashing vectorizer. It learns nothing, so it is fitted from the start. */
export interface HashingVectorizer extends FittedVectorizer, Vectorizer<HashingVectorizer> {
  readonly kind: "hashing";
  readonly options: ResolvedHashingOptions;
}

/**
 * Makes rows of term counts. The column of a term follows from its hash (MurmurHash3, signed), without a vocabulary, so
 * that memory does not grow with the data and any stream of texts can be transformed. Results are those of
 * scikit-learn's `HashingVectorizer` with the same options.
 *
 * The names of columns are their numbers, since terms cannot be found from hashes.
 *
 * @throws `INVALID_OPTION`
 * @see Weinberger et al. (2009), Feature hashing for large scale multitask learning.
 * @example
 * hashingVectorizer({ nFeatures: 16, norm: null }).transform(["good good film"]).indices.length; // => 2
 */
export function hashingVectorizer(options: HashingOptions = {}): HashingVectorizer {
  const fitted = fittedHashing(options);
  const identity = identityOfTexts("hashing", fitted.options);
  const warnings = stopWordWarnings(fitted.options);
  const all = { ...fitted, identity, ...(warnings.length > 0 && { warnings }) };
  return ownFacts(withoutFit<HashingVectorizer>(all, "Hashing terms"), "identity");
}

/** The part of it that transforms: all that a loaded model needs. */
export type FittedHashing = Omit<HashingVectorizer, "fit" | "fitTransform">;

/** Makes the part of a hashing vectorizer that transforms. */
export function fittedHashing(options: HashingOptions): FittedHashing {
  const resolved = completeText(hashingOptions.resolve(options, "hashingVectorizer"));
  const { nFeatures, alternateSign, binary, norm } = resolved;
  const hashRows = rowHasher(textAnalyzer(resolved), nFeatures, alternateSign);
  return {
    kind: "hashing",
    options: resolved,
    params: { ...textParams(resolved), nFeatures, alternateSign, binary, norm },
    featureCount: nFeatures,
    transform(texts) {
      checkTexts(texts);
      return weigh(hashRows(texts), null, { norm, sublinearTf: false });
    },
    featureNames: lazy(() => Object.freeze(Array.from({ length: nFeatures }, (_, column) => String(column)))),
  };
}

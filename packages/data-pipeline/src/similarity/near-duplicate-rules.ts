import { InvalidOption } from "@imdb/core";

/** When two texts are near duplicates. */
export interface NearDuplicateOptions {
  /** Smallest Jaccard similarity of their sets of shingles. Default 0.8. */
  readonly threshold?: number;
  /** Words in a shingle. Default 5. */
  readonly shingleSize?: number;
}

/** The options with their defaults. */
export type NearDuplicateRules = Required<NearDuplicateOptions>;

/**
 * Fills in the defaults.
 *
 * @throws `INVALID_OPTION`
 */
export function nearDuplicateRules({
  threshold = 0.8,
  shingleSize = 5,
}: NearDuplicateOptions): NearDuplicateRules {
  if (!(threshold >= 0.5 && threshold <= 1)) {
    throw InvalidOption.create({ option: "threshold", value: threshold, expected: "a number from 0.5 to 1" });
  }
  if (!Number.isInteger(shingleSize) || shingleSize < 1) {
    throw InvalidOption.create({ option: "shingleSize", value: shingleSize, expected: "an integer from 1" });
  }
  return { threshold, shingleSize };
}

import { integer, optionsOf, type Resolved, within } from "@imdb/core/options";

/** When two texts are near duplicates. */
export interface NearDuplicateOptions {
  /** The smallest Jaccard similarity of their sets of shingles, from 0.5 to 1. Default 0.8. */
  readonly threshold?: number;
  /** The number of words in a shingle. Default 5. */
  readonly shingleSize?: number;
}

/** The schema of {@link NearDuplicateOptions}. */
export const nearDuplicateOptions = optionsOf<NearDuplicateOptions>({
  threshold: [0.8, within(0.5, 1)],
  shingleSize: [5, integer(1)],
});

/** The options with their defaults. */
export type NearDuplicateRules = Resolved<NearDuplicateOptions>;

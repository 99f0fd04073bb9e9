import { integer, optionsOf, type Resolved, within } from "@imdb/core/options";

/** When two texts are near duplicates. */
export interface NearDuplicateOptions {
  /** Smallest Jaccard similarity of their sets of shingles. Default 0.8. */
  readonly threshold?: number;
  /** Words in a shingle. Default 5. */
  readonly shingleSize?: number;
}

/** The schema of {@link NearDuplicateOptions}. */
export const nearDuplicateOptions = optionsOf<NearDuplicateOptions>({
  threshold: [0.8, within(0.5, 1)],
  shingleSize: [5, integer(1)],
});

/** The options with their defaults. */
export type NearDuplicateRules = Resolved<NearDuplicateOptions>;

import { InvalidOption } from "@imdb/core";
import { type OptionRules, optionsOf, seed, strictlyBetween, within } from "@imdb/core/options";

/** The sizes of the parts. */
export interface SplitSizes {
  /** Share of the documents for the test part, above 0 and below 1. */
  readonly testSize: number;
  /** Share of the documents for a validation part. Default 0: none. */
  readonly validationSize?: number;
}

/** Sizes of a split that is drawn at random. */
export interface SeededSizes extends SplitSizes {
  /** Default 0. */
  readonly seed?: number;
}

/** The rules of {@link SplitSizes}. */
export const sizeRules: OptionRules<SplitSizes> = {
  testSize: strictlyBetween(0, 1),
  validationSize: [0, within(0, 1)],
};

/** The schema of {@link SeededSizes}. */
export const seededSizes = optionsOf<SeededSizes>({ ...sizeRules, seed: [0, seed] });

/** @throws `INVALID_OPTION` when nothing is left for training. */
export function leavesTraining<S extends { readonly testSize: number; readonly validationSize: number }>(
  sizes: S,
): S {
  const { testSize, validationSize } = sizes;
  if (validationSize + testSize < 1) return sizes;
  const expected = `a number from 0 and below ${1 - testSize}, so that something is left to train on`;
  throw InvalidOption.create({ option: "validationSize", value: validationSize, expected });
}

import { InvalidOption } from "@imdb/core";

/** How much of the data goes where. */
export interface SplitSizes {
  /** Share of the documents for the test part, above 0 and below 1. */
  readonly testSize: number;
  /** Share of the documents for a validation part. Default 0: none. */
  readonly validationSize?: number;
}

/** Sizes with their defaults, checked. */
export interface CheckedSizes {
  readonly testSize: number;
  readonly validationSize: number;
}

/** @throws `INVALID_OPTION` when a share is out of its range or nothing is left for training. */
export function checkSizes({ testSize, validationSize = 0 }: SplitSizes): CheckedSizes {
  if (!(testSize > 0 && testSize < 1)) {
    throw InvalidOption.create({
      option: "testSize",
      value: testSize,
      expected: "a number above 0 and below 1",
    });
  }
  if (!(validationSize >= 0 && validationSize + testSize < 1)) {
    const expected = `a number from 0 and below ${1 - testSize}, so that something is left to train on`;
    throw InvalidOption.create({ option: "validationSize", value: validationSize, expected });
  }
  return { testSize, validationSize };
}

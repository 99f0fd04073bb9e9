import type { Point } from "./model.ts";

/** One coordinate of the search: alternatives, the simplest first. */
export interface Stage {
  readonly name: string;
  /** Changes of the settings found so far, from the simplest to the least simple. */
  readonly changes: readonly Partial<Point>[];
  readonly C: readonly number[];
  /** True: each C is an alternative of its own, else each change stands for its best C. */
  readonly chooseC?: boolean;
}

/** Where the search begins. */
export const FIRST: Point = {
  tokenizer: "word",
  maxN: 1,
  minDf: 2,
  binary: true,
  sublinear: false,
  idf: true,
  nbAlpha: 1,
  norm: "l2",
};

const WIDE = [10, 30, 100];
/** While the others are settled. */
const NEAR = [30];
const FINE = [5, 10, 20, 30, 50, 100];

/**
 * The coordinates in the order in which they are settled. What is simpler, stated before anything was scored:
 * the default tokenizer, shorter n-grams, fewer features, presence before counts, no weighting before one,
 * the usual smoothing before others, stronger regularisation.
 */
export const STAGES: readonly Stage[] = [
  {
    name: "tokenizer",
    changes: [
      { tokenizer: "word", maxN: 2 },
      { tokenizer: "sentiment", maxN: 2 },
    ],
    C: WIDE,
  },
  { name: "n-gram length", changes: [{ maxN: 1 }, { maxN: 2 }, { maxN: 3 }], C: WIDE },
  { name: "strength", changes: [{}], C: WIDE, chooseC: true },
  {
    name: "smoothing",
    changes: [{ nbAlpha: 1 }, { nbAlpha: 0.5 }, { nbAlpha: 2 }, { nbAlpha: 4 }, { nbAlpha: 8 }],
    C: NEAR,
  },
  { name: "minimum count", changes: [{ minDf: 10 }, { minDf: 5 }, { minDf: 3 }, { minDf: 2 }], C: NEAR },
  {
    name: "counts",
    changes: [{ binary: true }, { binary: false }, { binary: false, sublinear: true }],
    C: NEAR,
  },
  {
    name: "weighting",
    changes: [{ nbAlpha: 0 }, { idf: false }, { idf: true }],
    C: NEAR,
  },
  { name: "longer n-grams", changes: [{ maxN: 3 }, { maxN: 4 }], C: NEAR },
  { name: "strength, again", changes: [{}], C: FINE, chooseC: true },
];

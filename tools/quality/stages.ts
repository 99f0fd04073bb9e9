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
    C: [10, 30, 100],
  },
  { name: "n-gram length", changes: [1, 2, 3, 4].map((maxN) => ({ maxN })), C: [10, 30, 100] },
  { name: "minimum count", changes: [5, 3, 2].map((minDf) => ({ minDf })), C: [30] },
  {
    name: "counts",
    changes: [{ binary: true }, { binary: false }, { binary: false, sublinear: true }],
    C: [30],
  },
  {
    name: "weighting",
    changes: [
      { nbAlpha: 0, idf: true },
      { nbAlpha: 1, idf: false },
      { nbAlpha: 1, idf: true },
      { nbAlpha: 0.5, idf: true },
      { nbAlpha: 2, idf: true },
    ],
    C: [30],
  },
  { name: "strength", changes: [{}], C: [10, 30, 100], chooseC: true },
];

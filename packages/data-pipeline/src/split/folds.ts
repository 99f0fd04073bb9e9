import { byCodePoint, createSplit, type Example, InvalidOption, type Split, seededRandom } from "@imdb/core";
import { versionOf } from "../dataset/version.js";
import { SplitImpossible } from "../errors.js";
import { groupsOf } from "./grouped-split.js";
import { stratify } from "./stratified-split.js";
import { inTime } from "./time-split.js";

/** One round of cross-validation. */
export interface FoldSplits<L extends string = string> {
  readonly train: Split<"train", L>;
  readonly validation: Split<"validation", L>;
}

/** A way to make folds. */
export interface FoldMaker {
  readonly kind: string;
  /**
   * @param examples  In code point order of their ids.
   * @returns Indices of the examples to train on and to validate with, for each fold.
   */
  fold(
    examples: readonly Example[],
  ): readonly { readonly train: readonly number[]; readonly validation: readonly number[] }[];
}

/** How many folds, and the seed of what is random about them. */
export interface FoldOptions {
  /** From 2. Default 5. */
  readonly folds?: number;
  /** Default 0. */
  readonly seed?: number;
}

/**
 * The folds of a train split, for cross-validation. They do not depend on the order of its examples.
 *
 * @throws `SPLIT_IMPOSSIBLE`
 */
export function crossValidationFolds<L extends string>(
  split: Pick<Split<"train", L>, "examples">,
  maker: FoldMaker,
): readonly FoldSplits<L>[] {
  const examples = split.examples.slice().sort((a, b) => byCodePoint(a.id, b.id));
  return maker.fold(examples).map(({ train, validation }) => {
    const trained = train.map((i) => examples[i]!);
    const validated = validation.map((i) => examples[i]!);
    return {
      train: createSplit("train", trained, versionOf(trained)),
      validation: createSplit("validation", validated, versionOf(validated)),
    };
  });
}

/** Folds with the same share of every label, like scikit-learn's `StratifiedKFold(shuffle=True)`. */
export function stratifiedFolds(options: FoldOptions = {}): FoldMaker {
  const { folds, seed } = checkFolds(options);
  return {
    kind: "stratified",
    fold(examples) {
      const foldOf = new Uint32Array(examples.length);
      // Going on where the last label ended keeps the sizes of the folds within one of each other.
      let next = 0;
      for (const members of stratify(examples, seed)) for (const i of members) foldOf[i] = next++ % folds;
      return partition(foldOf, folds, "stratified");
    },
  };
}

/**
 * Folds that no group is parted by, like scikit-learn's `GroupKFold(shuffle=True)`: the largest group left
 * goes to the smallest fold; groups of one size come in seeded random order.
 */
export function groupedFolds(options: FoldOptions = {}): FoldMaker {
  const { folds, seed } = checkFolds(options);
  return {
    kind: "grouped",
    fold(examples) {
      const groups = groupsOf(examples);
      const names = [...groups.keys()].sort(byCodePoint);
      if (names.length < folds) {
        const reason = `there are ${names.length} groups for ${folds} folds`;
        throw SplitImpossible.create({ split: "grouped", reason });
      }
      const shuffled = Array.from(
        seededRandom(seed).permutation(names.length),
        (i) => groups.get(names[i]!)!,
      );
      shuffled.sort((a, b) => b.length - a.length);
      const sizes = new Array<number>(folds).fill(0);
      const foldOf = new Uint32Array(examples.length);
      for (const members of shuffled) {
        const smallest = sizes.indexOf(Math.min(...sizes));
        for (const i of members) foldOf[i] = smallest;
        sizes[smallest] = sizes[smallest]! + members.length;
      }
      return partition(foldOf, folds, "grouped");
    },
  };
}

/**
 * Folds that train on the past and validate on what follows, each on a longer past, as scikit-learn's
 * `TimeSeriesSplit`: `n / (folds + 1)` documents to validate with.
 *
 * @param by  The attribute that holds the time; see `timeSplit`.
 */
export function timeSeriesFolds({
  by,
  ...options
}: Pick<FoldOptions, "folds"> & { readonly by: string }): FoldMaker {
  const { folds } = checkFolds(options);
  return {
    kind: "time",
    fold(examples) {
      const order = inTime(examples, by);
      const size = Math.floor(order.length / (folds + 1));
      if (size === 0) {
        const reason = `there are ${order.length} examples for ${folds} folds`;
        throw SplitImpossible.create({ split: "time", reason });
      }
      return Array.from({ length: folds }, (_, i) => {
        const start = order.length - (folds - i) * size;
        return { train: order.slice(0, start), validation: order.slice(start, start + size) };
      });
    },
  };
}

function checkFolds({ folds = 5, seed = 0 }: FoldOptions): Required<FoldOptions> {
  if (!Number.isInteger(folds) || folds < 2) {
    throw InvalidOption.create({ option: "folds", value: folds, expected: "an integer from 2" });
  }
  seededRandom(seed);
  return { folds, seed };
}

function partition(foldOf: Uint32Array, folds: number, split: string) {
  if (foldOf.length < folds) {
    throw SplitImpossible.create({ split, reason: `there are ${foldOf.length} examples for ${folds} folds` });
  }
  return Array.from({ length: folds }, (_, fold) => {
    const train: number[] = [];
    const validation: number[] = [];
    for (let i = 0; i < foldOf.length; i++) (foldOf[i] === fold ? validation : train).push(i);
    return { train, validation };
  });
}

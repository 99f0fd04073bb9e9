import {
  byCodePoint,
  contentHash,
  createSplit,
  type Example,
  positiveIndex,
  type Split,
  seededRandom,
} from "@imdb/core";
import { checkOption, optional, optionsOf, rule, seed, strictlyBetween, text } from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";
import { positionsOf } from "./splitter.js";

/** The two parts of a split. */
export interface TrainTest<L extends string> {
  readonly train: Split<"train", L>;
  readonly test: Split<"test", L>;
}

const examplesRule = rule<readonly Example[]>(
  "a list of examples with id, text and label",
  (value) => Array.isArray(value) && value.every((example) => typeof Object(example).text === "string"),
);

/** Options of {@link trainTestSplit}. */
export interface TrainTestOptions {
  /** The share of the examples in the test part, above 0 and below 1. Default 0.2. */
  readonly testSize?: number;
  /** Seed of the split. Default 0. */
  readonly seed?: number;
  /** The class, of two, that precision, recall and thresholds are about. Default: none. */
  readonly positive?: string | undefined;
}

/** The schema of {@link TrainTestOptions}. */
export const trainTestOptions = optionsOf<TrainTestOptions, "positive">({
  testSize: [0.2, strictlyBetween(0, 1)],
  seed: [0, seed],
  positive: optional(text),
});

/**
 * Divides labelled examples at random into a train part and a test part. Examples of one `group` stay together. The
 * label shares of the parts are as equal as the groups allow. The examples keep their order.
 *
 * @throws `INVALID_OPTION`, also for a positive class that is none of two; `TOO_FEW_FOR_FOLDS` when a part would be empty.
 * @see    scikit-learn's `train_test_split`, `GroupShuffleSplit`.
 */
export function trainTestSplit<L extends string>(
  examples: readonly Example<L>[],
  options: TrainTestOptions = {},
): TrainTest<L> {
  const { testSize, seed, positive } = trainTestOptions.resolve(options);
  checkOption("examples", examples, examplesRule);
  const facts = { positive: positive as L | undefined };
  if (positive !== undefined)
    positiveIndex([...new Set(examples.flatMap(({ label }) => label ?? []))].sort(byCodePoint), positive);
  const random = seededRandom(seed).fork("train-test-split");
  const test = new Set<number>();
  for (const units of unitsByLabel(examples)) {
    const rows = units.reduce((sum, unit) => sum + unit.length, 0);
    let missing = testSize * rows;
    for (const at of random.permutation(units.length)) {
      const unit = units[at]!;
      // A unit goes into the test part when the share is closer to `testSize` with it than without it.
      if (missing < unit.length / 2) continue;
      for (const row of unit) test.add(row);
      missing -= unit.length;
    }
  }
  if (test.size === 0 || test.size === examples.length) {
    throw TooFewForFolds.create({ what: "Examples or groups", count: examples.length, folds: 2 });
  }
  const version = contentHash(examples.map(({ id, text, label, group }) => ({ id, text, label, group })));
  const trainExamples = examples.filter((_, row) => !test.has(row));
  const testExamples = examples.filter((_, row) => test.has(row));
  return {
    train: createSplit("train", trainExamples, version, facts),
    test: createSplit("test", testExamples, version, facts),
  };
}

/**
 * The rows of each unit, by the most frequent label of the unit. A unit is a group, or an example without a group: its
 * rows stay together.
 */
function unitsByLabel(examples: readonly Example[]): number[][][] {
  const keys = examples.map(({ group, id }) => (group === undefined ? `id ${id}` : `group ${group}`));
  const units = [...positionsOf(keys).values()];
  const labels = units.map((unit) => mostFrequent(unit.map((row) => examples[row]!.label ?? "")));
  return [...positionsOf(labels).values()].map((positions) => positions.map((at) => units[at]!));
}

function mostFrequent(labels: readonly string[]): string {
  return [...positionsOf(labels)].reduce((best, one) => (one[1].length > best[1].length ? one : best))[0];
}

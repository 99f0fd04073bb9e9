import { contentHash, createSplit, type Example, type Split, seededRandom } from "@imdb/core";
import { between, optionsOf, seed } from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";
import { placesOf } from "./splitter.js";

/** The two parts of a split. */
export interface TrainTest<L extends string> {
  readonly train: Split<"train", L>;
  readonly test: Split<"test", L>;
}

/** What {@link trainTestSplit} takes. */
export interface TrainTestOptions {
  /** Share of the examples in the test part, above 0 and below 1. Default 0.2. */
  readonly testSize?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** The schema of {@link TrainTestOptions}. */
export const trainTestOptions = optionsOf<TrainTestOptions>({
  testSize: [0.2, between(0, 1)],
  seed: [0, seed],
});

/**
 * Divides labelled examples at random into a train and a test part. Examples of one `group` stay together; among
 * groups (or single examples) the label shares are kept as even as that allows. Examples keep their order.
 *
 * @throws `INVALID_OPTION`, `TOO_FEW_FOR_FOLDS` when a part would be empty.
 * @see    scikit-learn's `train_test_split`, `GroupShuffleSplit`.
 */
export function trainTestSplit<L extends string>(
  examples: readonly Example<L>[],
  options: TrainTestOptions = {},
): TrainTest<L> {
  const { testSize, seed } = trainTestOptions.resolve(options);
  const random = seededRandom(seed).fork("train-test-split");
  const test = new Set<number>();
  for (const units of unitsByLabel(examples)) {
    const rows = units.reduce((sum, unit) => sum + unit.length, 0);
    let wanted = testSize * rows;
    for (const at of random.permutation(units.length)) {
      const unit = units[at]!;
      // Take a unit when that comes nearer to the share than leaving it.
      if (wanted < unit.length / 2) continue;
      for (const row of unit) test.add(row);
      wanted -= unit.length;
    }
  }
  if (test.size === 0 || test.size === examples.length) {
    throw TooFewForFolds.create({ what: "Examples or groups", count: examples.length, folds: 2 });
  }
  const version = contentHash(examples.map(({ id, text, label, group }) => ({ id, text, label, group })));
  const rest = examples.filter((_, row) => !test.has(row));
  const held = examples.filter((_, row) => test.has(row));
  return { train: createSplit("train", rest, version), test: createSplit("test", held, version) };
}

/** Rows of each group (or single rows), by the label the group has most of. */
function unitsByLabel(examples: readonly Example[]): number[][][] {
  const keys = examples.map(({ group, id }) => (group === undefined ? `id ${id}` : `group ${group}`));
  const units = [...placesOf(keys).values()];
  const labels = units.map((unit) => commonest(unit.map((row) => examples[row]!.label ?? "")));
  return [...placesOf(labels).values()].map((places) => places.map((at) => units[at]!));
}

function commonest(labels: readonly string[]): string {
  return [...placesOf(labels)].reduce((best, one) => (one[1].length > best[1].length ? one : best))[0];
}

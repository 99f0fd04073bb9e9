import { contentHash, createSplit, type Example, type Split, seededRandom } from "@imdb/core";
import { between, optionsOf, seed } from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";

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
  const groups = groupsByLabel(examples);
  const random = seededRandom(seed).fork("train-test-split");
  const test = new Set<number>();
  for (const units of groups.values()) {
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
  return {
    train: createSplit(
      "train",
      examples.filter((_, row) => !test.has(row)),
      version,
    ),
    test: createSplit(
      "test",
      examples.filter((_, row) => test.has(row)),
      version,
    ),
  };
}

/** Rows of each group (or single rows), by the label the group has most of. */
function groupsByLabel(examples: readonly Example[]): Map<string, number[][]> {
  const units = new Map<string, number[]>();
  examples.forEach(({ group, id }, row) => {
    const key = group === undefined ? `id ${id}` : `group ${group}`;
    const unit = units.get(key);
    if (unit) unit.push(row);
    else units.set(key, [row]);
  });
  const byLabel = new Map<string, number[][]>();
  for (const unit of units.values()) {
    const label = commonest(unit.map((row) => examples[row]!.label ?? ""));
    const list = byLabel.get(label);
    if (list) list.push(unit);
    else byLabel.set(label, [unit]);
  }
  return byLabel;
}

function commonest(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

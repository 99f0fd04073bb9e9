import {
  byCodePoint,
  type Cleaning,
  contentHash,
  createSplit,
  type Example,
  positiveIndex,
  type Split,
  seededRandom,
} from "@imdb/core";
import {
  checkOption,
  oneOf,
  optional,
  optionsOf,
  rule,
  seed,
  strictlyBetween,
  text,
} from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";
import { chooseUnits, type SplitUnit } from "./choose-units.js";
import { displayTrainTest } from "./display-results.js";
import { positionsOf } from "./splitter.js";

/** The two parts of a split. */
export interface TrainTest<L extends string> {
  readonly train: Split<"train", L>;
  readonly test: Split<"test", L>;
  /** How the parts differ from what was asked: another size because of groups, labels that the train part lacks. */
  readonly warnings?: readonly string[];
}

const examplesRule = rule<readonly Example[]>(
  "a list of examples with id, text and label",
  (value) => Array.isArray(value) && value.every((example) => typeof Object(example).text === "string"),
);

/**
 * What is done about a class with fewer examples (or groups) than parts: one. `"refuse"`: an error. `"train"`: its
 * examples are in the train part. `"merge"`: all such classes count as one class when the examples are divided.
 */
export type SmallClassesOfSplit = "refuse" | "train" | "merge";

/** Options of {@link trainTestSplit}. */
export interface TrainTestOptions {
  /** The share of the examples in the test part, above 0 and below 1. Default 0.2. */
  readonly testSize?: number;
  /** Seed of the split. Default 0. */
  readonly seed?: number;
  /** What is done about a class with one example, or with all examples in one group. Default `"refuse"`. */
  readonly smallClasses?: SmallClassesOfSplit;
  /** The class, of two, that precision, recall and thresholds are about. Default: none. */
  readonly positive?: string | undefined;
  /** How the texts were cleaned; `[]`: not at all. Default: as in the split that the examples come from; else not known. */
  readonly cleaning?: Cleaning | undefined;
}

/** The schema of {@link TrainTestOptions}. */
export const trainTestOptions = optionsOf<TrainTestOptions, "positive" | "cleaning">({
  testSize: [0.2, strictlyBetween(0, 1)],
  seed: [0, seed],
  smallClasses: ["refuse", oneOf("refuse", "train", "merge")],
  positive: optional(text),
  cleaning: optional(rule<Cleaning>("a list of cleaning steps", Array.isArray)),
});

/**
 * Divides labelled examples at random into a train part and a test part. The label shares of the parts are as equal as
 * the sizes allow, and every label with at least two examples is in the train part. The examples keep their order.
 *
 * The test part has `testSize · examples`, rounded up, as in scikit-learn. Examples of one `group` stay together: the
 * size is then off by at most the largest group, and `warnings` says it.
 *
 * @throws `INVALID_OPTION`, also for a positive class that is none of two; `TOO_FEW_FOR_FOLDS` when a part would be empty, when a class is too small, and when the
 *         train part is too small for one example of each class.
 * @see    scikit-learn's `train_test_split(stratify=y)`, `GroupShuffleSplit`.
 */
export function trainTestSplit<L extends string>(
  examples: readonly Example<L>[],
  options: TrainTestOptions = {},
): TrainTest<L> {
  const { testSize, seed, smallClasses, positive, cleaning } = trainTestOptions.resolve(options);
  checkOption("examples", examples, examplesRule);
  const whole = unitsOf(examples);
  if (whole.length < 2) throw tooFew("Examples or groups", whole.length, 2);
  const units = withoutSmallLabels(whole, smallClasses);
  const wanted = Math.ceil(testSize * examples.length);
  const facts = { cleaning, positive: positive as L | undefined };
  if (positive !== undefined)
    positiveIndex([...new Set(examples.flatMap(({ label }) => label ?? []))].sort(byCodePoint), positive);
  const random = seededRandom(seed).fork("train-test-split");
  const isInTest = chooseUnits(units, { share: testSize, wanted, random });
  const test = new Set(units.flatMap(({ rows }, u) => (isInTest[u] ? rows : [])));
  checkSizes(units, test.size, wanted);
  const version = contentHash(examples.map(({ id, text, label, group }) => ({ id, text, label, group })));
  const trainExamples = examples.filter((_, row) => !test.has(row));
  const testExamples = examples.filter((_, row) => test.has(row));
  return displayTrainTest<TrainTest<L>>({
    train: createSplit("train", trainExamples, version, facts),
    test: createSplit("test", testExamples, version, facts),
    warnings: [...sizeWarnings(test.size, wanted), ...missingLabels(trainExamples, testExamples)],
  });
}

/** The units of a split: each group, and each example without a group. The rows of a unit stay together. */
function unitsOf(examples: readonly Example[]): SplitUnit[] {
  const keys = examples.map(({ group, id }) => (group === undefined ? `id ${id}` : `group ${group}`));
  return [...positionsOf(keys).values()].map((rows) => {
    const labels = positionsOf(rows.map((row) => examples[row]!.label ?? ""));
    return { rows, labels: [...labels.keys()], label: mostFrequent(labels) };
  });
}

function mostFrequent(labels: ReadonlyMap<string, readonly number[]>): string {
  return [...labels].reduce((best, one) => (one[1].length > best[1].length ? one : best))[0];
}

/** The name of all small labels together. No label is longer than all others and one. */
function nameOfMerged(labels: readonly string[]): string {
  return `${labels.reduce((longest, label) => (label.length > longest.length ? label : longest), "")}+`;
}

/**
 * Units as they are divided: a label that only one unit has is refused, or merged with the other such labels. With
 * `"train"`, units with such a label stay as they are; {@link chooseUnits} never takes the last unit of a label.
 */
function withoutSmallLabels(units: readonly SplitUnit[], choice: SmallClassesOfSplit): readonly SplitUnit[] {
  const unitsOfLabel = positionsOf(units.flatMap(({ labels }) => labels));
  const small = [...unitsOfLabel.keys()].filter((label) => unitsOfLabel.get(label)!.length < 2);
  if (small.length === 0 || choice === "train") return units;
  if (choice === "refuse") {
    const what = `Examples or groups of class ${JSON.stringify(small[0])}`;
    const remedy = 'Add examples of the class, remove it, or set smallClasses to "train" or "merge".';
    throw TooFewForFolds.create({ what, count: 1, folds: 2, of: "parts", remedy });
  }
  const merged = nameOfMerged([...unitsOfLabel.keys()]);
  const renamed = (label: string) => (small.includes(label) ? merged : label);
  return units.map(({ rows, labels, label }) => {
    return { rows, labels: [...new Set(labels.map(renamed))], label: renamed(label) };
  });
}

/** Checks that the size of the test part is what was asked for, or off by at most the largest group. */
function checkSizes(units: readonly SplitUnit[], size: number, wanted: number): void {
  const largest = units.reduce((most, { rows }) => Math.max(most, rows.length), 1);
  const allowed = largest === 1 ? 0 : largest;
  if (size > 0 && Math.abs(size - wanted) <= allowed) return;
  if (size === 0) throw tooFew(`Groups that fit into a test part of ${wanted} examples`, 0, 1);
  const classes = new Set(units.flatMap(({ labels }) => labels)).size;
  const rows = units.reduce((sum, unit) => sum + unit.rows.length, 0);
  const what = `Examples left for training, of which each of ${classes} classes needs one`;
  throw tooFew(what, rows - wanted, classes);
}

function tooFew(what: string, count: number, folds: number): Error {
  const remedy = "Use more data or another testSize.";
  return TooFewForFolds.create({ what, count, folds, of: "parts", remedy });
}

function sizeWarnings(size: number, wanted: number): string[] {
  if (size === wanted) return [];
  return [`The test part has ${size} examples in place of ${wanted}, because groups stay together.`];
}

/** A warning for each label of the test part that the train part lacks. */
function missingLabels(train: readonly Example[], test: readonly Example[]): string[] {
  const known = new Set(train.map(({ label }) => label));
  const missing = [...new Set(test.map(({ label }) => label))].filter((label) => !known.has(label));
  return missing.map((label) => `The train part has no example of label ${JSON.stringify(label ?? null)}.`);
}

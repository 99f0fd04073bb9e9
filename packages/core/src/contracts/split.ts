import { displayLabels, displaySplit, displayTexts } from "../display/index.js";
import { assertArgument, assertObject, assertObjects } from "../errors/assert-argument.js";
import { NotTrainSplit, ShapeMismatch } from "../errors/codes.js";
import { byCodePoint } from "../hash/code-point-order.js";
import type { ContentHash } from "../hash/content-hash.js";
import {
  type Cleaning,
  cleaningOf,
  cleaningOfExamples,
  cleaningRecords,
  noteCleanedExamples,
  noteCleaning,
} from "./cleaning.js";
import { positiveIndex } from "./decision.js";
import type { Example } from "./example.js";

/** The use of a part of the data. Models are fitted on `train` only. */
export type Role = "train" | "validation" | "test";

const ROLES: readonly Role[] = ["train", "validation", "test"];

const ROLE: unique symbol = Symbol.for("@imdb/core/role") as never;

/** Texts with the role of their split. A plain `string[]` has none. */
export type Texts<R extends Role = Role> = readonly string[] & { readonly [ROLE]: R };

/** Texts that a vectorizer may be fitted on. */
export type TrainTexts = Texts<"train">;

/**
 * The labels of a split, in the order of its examples.
 *
 * `codes[i]` is the index in `classes` of example `i`'s label; `classes` are in code point order.
 */
export interface Labels<R extends Role = Role, L extends string = string> {
  /** The role of their split. */
  readonly role: R;
  /** The label set, in code point order. */
  readonly classes: readonly L[];
  /** One for each example: the index of its label in `classes`. */
  readonly codes: Int32Array;
  /** The class, of two, that precision, recall and thresholds are about. Left out: such a metric is refused. */
  readonly positive?: L | undefined;
}

/** Labels that a classifier may be fitted on. */
export type TrainLabels<L extends string = string> = Labels<"train", L>;

/** A part of a dataset with its role, which is in its type, and the hash of its content. */
export interface Split<R extends Role = Role, L extends string = string> {
  /** Its use. */
  readonly role: R;
  /** Its documents, in order. */
  readonly examples: readonly Example<L>[];
  /** The texts of `examples`, in their order. */
  readonly texts: Texts<R>;
  /** Hash of its content. */
  readonly version: ContentHash;
  /** How its texts were cleaned; a model fitted on them cleans the texts of production in this way. Left out: not known. */
  readonly cleaning?: Cleaning | undefined;
  /** The class, of two, that precision, recall and thresholds are about. */
  readonly positive?: L | undefined;
}

/** What is known of a split besides its examples. */
export interface SplitFacts<L extends string = string> {
  /** How the texts were cleaned. Default: as in the split that the examples come from; not known where they come from none. */
  readonly cleaning?: Cleaning | undefined;
  /** The positive class of two. Default: none. */
  readonly positive?: L | undefined;
}

/**
 * Makes a split of examples that a splitter has assigned to a role. Examples that come from a split keep its cleaning.
 *
 * @throws `INVALID_OPTION`, also for examples that were cleaned in different ways, when `cleaning` is left out.
 */
export function createSplit<R extends Role, L extends string>(
  role: R,
  examples: readonly Example<L>[],
  version: ContentHash,
  { cleaning = knownCleaning(examples), positive }: SplitFacts<L> = {},
): Split<R, L> {
  assertObjects("examples", examples, "a list of examples");
  if (cleaning !== undefined) noteCleanedExamples(examples, cleaning);
  const texts = withRole(
    role,
    examples.map((example) => example.text),
    cleaning,
  );
  return displaySplit({
    role,
    examples,
    texts,
    version,
    ...(cleaning && { cleaning: cleaningRecords(cleaning) }),
    ...(positive !== undefined && { positive }),
  });
}

function knownCleaning(examples: readonly object[]): Cleaning | undefined {
  assertObjects("examples", examples, "a list of examples");
  const known = cleaningOfExamples(examples);
  const expected = "examples that were cleaned in one way, or the option cleaning, which says how";
  assertArgument("examples", known, expected, known !== "mixed");
  return known as Cleaning | undefined;
}

/**
 * Marks texts with a role, for data that was not split by this library. A call with `"train"` asserts that no test
 * document is among them.
 *
 * @param cleaning  How the texts were cleaned. A vectorizer that is fitted on them says so, and is bundled only with this
 *                  cleaning before it. Default: that of the texts, where they come from a split; else not known.
 * @throws `INVALID_OPTION`
 */
export function withRole<R extends Role>(
  role: R,
  texts: readonly string[],
  cleaning: Cleaning | undefined = cleaningOf(texts),
): Texts<R> {
  assertArgument("role", role, ROLES.join(" or "), ROLES.includes(role));
  assertArgument("texts", texts, "a list of texts", Array.isArray(texts));
  if (cleaning !== undefined) assertObjects("cleaning", cleaning, "a list of cleaning steps");
  const copy = [...texts];
  Object.defineProperty(copy, ROLE, { value: role });
  if (cleaning !== undefined) noteCleaning(copy, cleaning);
  return displayTexts(copy as readonly string[] as Texts<R>);
}

/** The role of texts; `undefined` for a plain array. */
export function roleOf(texts: readonly string[]): Role | undefined {
  return (texts as Partial<Texts> | null | undefined)?.[ROLE];
}

/**
 * Checks at run time that data belongs to a train split, for callers without types.
 *
 * @throws `NOT_TRAIN_SPLIT`
 */
export function assertTrain(given: readonly string[] | Labels): asserts given is TrainTexts | TrainLabels {
  const role = typeof given !== "object" || given === null ? undefined : roleIn(given);
  if (role !== "train") throw NotTrainSplit.create({ role: role ?? "none" });
}

function roleIn(given: readonly string[] | Labels): Role | undefined {
  return "codes" in given ? given.role : roleOf(given);
}

/** Options of {@link labelsOf}. */
export interface LabelsOptions<L extends string = string> {
  /** The label set. Default: the labels of the examples. */
  readonly classes?: readonly L[] | undefined;
  /** The class, of two, that precision, recall and thresholds are about. Default: that of the split. */
  readonly positive?: L | undefined;
}

/**
 * The labels of a split as integer codes, with classes in code point order, each once.
 *
 * @param split  Every example must have a label.
 * @throws `SHAPE_MISMATCH` when an example has no label or one outside `classes`; `INVALID_OPTION` for classes that are no
 *   list of texts, and a positive class that is none of two.
 */
export function labelsOf<R extends Role, L extends string>(
  split: Pick<Split<R, L>, "role" | "examples" | "positive">,
  options: LabelsOptions<L> = {},
): Labels<R, L> {
  assertObject("split", split, "a split");
  assertObjects("split.examples", split.examples, "a list of examples");
  assertLabelsOptions(options);
  const { classes, positive = split.positive } = options;
  const set = [...new Set(classes ?? seenLabels(split.examples))].sort(byCodePoint);
  // A part of the data may have rows of one class alone.
  if (positive !== undefined && (classes !== undefined || set.length > 1)) positiveIndex(set, positive);
  const index = new Map(set.map((label, code) => [label, code]));
  const codes = new Int32Array(split.examples.length);
  let known = 0;
  split.examples.forEach((example, i) => {
    const code = example.label === undefined ? undefined : index.get(example.label);
    if (code !== undefined) known++;
    codes[i] = code ?? -1;
  });
  if (known !== codes.length) {
    const first = split.examples[codes.indexOf(-1)];
    const label = first?.label === undefined ? "which has none" : `which has ${JSON.stringify(first.label)}`;
    const what = `Examples with a label out of ${set.length} (the first without: ${first?.id}, ${label})`;
    throw ShapeMismatch.create({ what, expected: codes.length, actual: known });
  }
  return displayLabels({
    role: split.role,
    classes: set,
    codes,
    ...(positive !== undefined && { positive }),
  });
}

function assertLabelsOptions(options: LabelsOptions): void {
  assertObject("options", options, "an object of options");
  for (const name of Object.keys(options)) {
    const expected = "classes or positive";
    assertArgument(
      name,
      options[name as keyof LabelsOptions],
      expected,
      ["classes", "positive"].includes(name),
    );
  }
  const { classes } = options;
  assertArgument("classes", classes, "a list", classes === undefined || Array.isArray(classes));
}

function seenLabels<L extends string>(examples: readonly Example<L>[]): L[] {
  return examples.flatMap(({ label }) => (label === undefined ? [] : [label]));
}

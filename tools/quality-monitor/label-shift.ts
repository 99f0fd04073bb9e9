// How far performance estimated without labels (CBPE) is from the truth, when the shares of the labels shift.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/label-shift.ts \
//     [windows of each]
//
// References: labelled reviews of the train split that the model was not fitted on, and half of the movies of the
// test split. Windows of the other half of it. At the end it writes its part of docs/drift-power.md.
import { type Example, seededRandom } from "@imdb/core";
import { createProfile, estimatePerformance, type Profile } from "@imdb/monitor";
import { deployedModel } from "./deployed-model.js";
import { openResults, percent, tableOf, writeSection } from "./results.js";
import { readReviews } from "./reviews.js";
import { drawWindow } from "./scenarios.js";

const [windows = 200] = process.argv.slice(2).map(Number);

/** Errors in shares of the texts. */
interface Errors {
  readonly bias: number;
  readonly meanError: number;
  readonly within15: number;
}

interface Row {
  readonly reference: string;
  readonly size: number;
  readonly positiveShare: number;
  /** Against the window's true accuracy. */
  readonly estimated: Errors;
  /** The same, taking the labels' shares as in the reference. */
  readonly asReference: Errors;
  /** Against the accuracy that windows of these shares have on average. */
  readonly expected: Errors;
}

const { train, test } = await readReviews();
const model = await deployedModel(train);
const referenceOf = (examples: readonly Example[]) =>
  createProfile(
    examples.map((example) => example.text),
    { predictions: model.predict(examples) },
  );
const movies = [...new Set(test.map((example) => example.group))].sort();
const half = new Set(movies.filter((_, i) => i % 2 === 1));
const references = {
  test: referenceOf(test.filter((example) => half.has(example.group))),
  train: referenceOf(model.validation),
};
const windowsOf = test.filter((example) => !half.has(example.group));
const answers = model.predict(windowsOf);

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const accuracyOf = (label: string) =>
  mean(answers.filter((a) => a.actual === label).map((a) => Number(a.label === a.actual)));
const right = { pos: accuracyOf("pos"), neg: accuracyOf("neg") };

function measure(name: string, reference: Profile, size: number, positiveShare: number): Row {
  const random = seededRandom(2024).fork(`${size} ${positiveShare}`);
  const scenario = { name: "label shift", examples: windowsOf, positiveShare };
  const usual = positiveShare * right.pos + (1 - positiveShare) * right.neg;
  const [estimated, asReference, expected] = [[], [], []] as number[][];
  for (let window = 0; window < windows; window++) {
    const records = drawWindow(scenario, size, random).map((i) => answers[i]!);
    const truth = mean(records.map((r) => Number(r.label === r.actual)));
    const [shifted, fixed] = (["estimated", "asReference"] as const).map(
      (labelShares) => estimatePerformance({ reference, records, labelShares }).accuracy!.value,
    );
    estimated!.push(shifted! - truth);
    expected!.push(shifted! - usual);
    asReference!.push(fixed! - truth);
  }
  return {
    reference: name,
    size,
    positiveShare,
    estimated: errorsOf(estimated!),
    asReference: errorsOf(asReference!),
    expected: errorsOf(expected!),
  };
}

function errorsOf(errors: readonly number[]): Errors {
  const absolute = errors.map(Math.abs);
  return {
    bias: mean(errors),
    meanError: mean(absolute),
    within15: mean(absolute.map((e) => Number(e <= 0.015))),
  };
}

const results = openResults<Row>("label-shift", { windows });
for (const [name, reference] of Object.entries(references)) {
  for (const size of [1000, 5000]) {
    for (const share of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      await results.row(`${name} ${size} ${share}`, () => measure(name, reference, size, share));
    }
  }
}

const points = (share: number) => (share * 100).toFixed(2);
const cells = ({ bias, meanError, within15 }: Errors) => [points(bias), points(meanError), percent(within15)];
const [ofTest, ofTrain] = ["test", "train"].map((name) => results.rows.filter((r) => r.reference === name));
writeSection("label-shift", [
  `${windows} windows of each kind. The model is right in ${percent(right.pos)} of the positive reviews of the windows'`,
  `movies and in ${percent(right.neg)} of the negative ones. Points of accuracy, against the window's true accuracy:`,
  "",
  ...tableOf(
    [
      "positive",
      "half of the test split: bias",
      "mean error",
      "within 1.5",
      "train reviews: bias",
      "mean error",
      "within 1.5",
    ],
    ofTest!.map((r, i) => [
      `${percent(r.positiveShare)} of ${r.size}`,
      ...cells(r.estimated),
      ...cells(ofTrain![i]!.estimated),
    ]),
  ),
]);

// How far performance estimated without labels (CBPE) is from the truth, when the shares of the labels shift.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/label-shift.ts \
//     [windows of each] > label-shift.json
//
// References: labelled reviews of the train split that the model was not fitted on, and half of the movies of the
// test split. Windows of the other half of it.
import { type Example, seededRandom } from "@imdb/core";
import { createProfile, estimatePerformance } from "@imdb/monitor";
import { deployedModel } from "./deployed-model.js";
import { readReviews } from "./reviews.js";
import { drawWindow } from "./scenarios.js";

const [windows = 200] = process.argv.slice(2).map(Number);
const say = (text: string) => process.stderr.write(`${text}\n`);

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
  train: referenceOf(model.validation),
  test: referenceOf(test.filter((example) => half.has(example.group))),
};
const windowsOf = test.filter((example) => !half.has(example.group));
const answers = model.predict(windowsOf);
const accuracyOf = (label: string) => {
  const rows = answers.filter((a) => a.actual === label);
  return rows.filter((a) => a.label === a.actual).length / rows.length;
};
const right = { pos: accuracyOf("pos"), neg: accuracyOf("neg") };
say(`accuracy on test: positive ${right.pos}, negative ${right.neg}`);

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const rows = [];
for (const [name, reference] of Object.entries(references)) {
  for (const size of [1000, 5000]) {
    for (const positiveShare of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      const random = seededRandom(2024).fork(`${size} ${positiveShare}`);
      const scenario = { name: "label shift", examples: windowsOf, positiveShare };
      const expected = positiveShare * right.pos + (1 - positiveShare) * right.neg;
      const errors = { estimated: [] as number[], asReference: [] as number[], expected: [] as number[] };
      for (let window = 0; window < windows; window++) {
        const records = drawWindow(scenario, size, random).map((i) => answers[i]!);
        const truth = mean(records.map((r) => (r.label === r.actual ? 1 : 0)));
        for (const labelShares of ["estimated", "asReference"] as const) {
          const { accuracy } = estimatePerformance({ reference, records, labelShares });
          errors[labelShares].push(accuracy!.value - truth);
          if (labelShares === "estimated") errors.expected.push(accuracy!.value - expected);
        }
      }
      const figures = Object.entries(errors).map(([against, list]) => {
        const absolute = list.map(Math.abs);
        const within = mean(absolute.map((e) => (e <= 0.015 ? 1 : 0)));
        return [against, { bias: mean(list), meanError: mean(absolute), within15: within }];
      });
      rows.push({ reference: name, size, positiveShare, windows, ...Object.fromEntries(figures) });
      say(JSON.stringify(rows.at(-1)));
    }
  }
}
process.stdout.write(`${JSON.stringify({ right, rows }, null, 2)}\n`);

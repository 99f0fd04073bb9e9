// How far performance estimated without labels (CBPE) is from the truth, when the shares of the labels shift.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/label-shift.ts \
//     [windows of each] > label-shift.json
//
// Reference: labelled reviews of the train split that the model was not fitted on. Windows of the test split.
import { seededRandom } from "@imdb/core";
import { createProfile, estimatePerformance } from "@imdb/monitor";
import { deployedModel } from "./deployed-model.js";
import { readReviews } from "./reviews.js";
import { drawWindow } from "./scenarios.js";

const [windows = 200] = process.argv.slice(2).map(Number);
const say = (text: string) => process.stderr.write(`${text}\n`);

const { train, test } = await readReviews();
const model = await deployedModel(train);
const reference = createProfile(
  model.validation.map((example) => example.text),
  { predictions: model.predict(model.validation) },
);
const answers = model.predict(test);
const accuracyOf = (label: string) => {
  const rows = answers.filter((a) => a.actual === label);
  return rows.filter((a) => a.label === a.actual).length / rows.length;
};
const right = { pos: accuracyOf("pos"), neg: accuracyOf("neg") };
say(`accuracy on test: positive ${right.pos}, negative ${right.neg}`);

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const rows = [];
for (const size of [1000, 5000]) {
  for (const positiveShare of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const random = seededRandom(2024).fork(`${size} ${positiveShare}`);
    const scenario = { name: "label shift", examples: test, positiveShare };
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
    rows.push({ size, positiveShare, windows, ...Object.fromEntries(figures) });
    say(JSON.stringify(rows.at(-1)));
  }
}
process.stdout.write(`${JSON.stringify({ reference: reference.count, right, rows }, null, 2)}\n`);

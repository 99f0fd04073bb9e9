// How often drift is found, and how often where there is none: on the 50,000 reviews.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/power.ts \
//     [draws without drift] [draws of each drift]
//
// Reference: reviews of the train split that the model was not fitted on. Windows: 1,000 reviews of the test split.
// Started again, it goes on behind the last scenario; at the end it writes its part of docs/drift-power.md.
import type { Example } from "@imdb/core";
import { seededRandom } from "@imdb/core";
import { createProfile, driftReport, learnTopics, significanceTests, wilson } from "@imdb/monitor";
import { deployedModel } from "./deployed-model.js";
import { openResults, percent, tableOf, writeSection } from "./results.js";
import { readReviews } from "./reviews.js";
import { drawWindow, type Scenario, scenarios } from "./scenarios.js";

const ALARMS = ["dataset", "column", "word", "topic", "evidentlyDataset", "evidentlyColumn", "test"] as const;
type Alarms = Record<(typeof ALARMS)[number], number>;

/** Of one scenario: in how many draws there was an alarm, in all and by column. */
interface Row {
  readonly scenario: string;
  readonly draws: number;
  readonly alarms: Alarms;
  readonly byColumn: Readonly<Record<string, number>>;
}

const [silent = 1000, loud = 100] = process.argv.slice(2).map(Number);
const WINDOW = 1000;
const NO_WORDS = { minWordCount: Number.POSITIVE_INFINITY };

const { train, test } = await readReviews();
const model = await deployedModel(train);
const { vectorizer } = model;
// Of other texts than the reference's: those that made the topics fit them better than any others.
const topics = learnTopics(model.fittedTexts);
const reference = createProfile(
  model.validation.map((example) => example.text),
  {
    vectorizer,
    topics,
    predictions: unlabelled(model.validation),
    groups: model.validation.map((example) => example.group ?? null),
  },
);

/** Labels are left out: in production they are not known yet. */
function unlabelled(examples: readonly Example[]) {
  return model.predict(examples).map(({ actual: _, ...rest }) => rest);
}

function measure(scenario: Scenario, draws: number): Row {
  const { name, examples } = scenario;
  const predictions = unlabelled(examples);
  const random = seededRandom(2024).fork(name);
  const alarms = Object.fromEntries(ALARMS.map((alarm) => [alarm, 0])) as Alarms;
  const byColumn: Record<string, number> = {};
  for (let draw = 0; draw < draws; draw++) {
    const picked = drawWindow(scenario, WINDOW, random);
    const texts = picked.map((i) => examples[i]!.text);
    const current = createProfile(texts, {
      vectorizer,
      topics,
      predictions: picked.map((i) => predictions[i]!),
    });
    const { dataset, columns, words, topics: about } = driftReport({ reference, current });
    const evidently = driftReport({ reference, current, correction: "none", ...NO_WORDS }).dataset;
    const tested = driftReport({ reference, current, chooseMethod: significanceTests, ...NO_WORDS }).dataset;
    alarms.dataset += Number(dataset.drifted);
    alarms.column += Number(dataset.driftedColumns > 0);
    alarms.word += Number(words.drifted > 0);
    alarms.topic += Number((about?.drifted ?? 0) > 0);
    alarms.evidentlyDataset += Number(evidently.drifted);
    alarms.evidentlyColumn += Number(evidently.driftedColumns > 0);
    alarms.test += Number(tested.driftedColumns > 0);
    for (const c of columns) {
      if (c.status === "compared" && c.drifted) byColumn[c.column] = (byColumn[c.column] ?? 0) + 1;
    }
  }
  return { scenario: name, draws, alarms, byColumn };
}

const results = openResults<Row>("power", { silent, loud, window: WINDOW });
for (const scenario of scenarios(test)) {
  const draws = scenario.name.startsWith("the same") ? silent : loud;
  await results.row(scenario.name, () => measure(scenario, draws));
}

const [same] = results.rows;
const bounds = ALARMS.map((alarm) => {
  const { value, high } = wilson(same!.alarms[alarm], same!.draws);
  return `${percent(value)} (≤ ${percent(high!)})`;
});
const header = [
  "dataset",
  "any column",
  "any word",
  "any topic",
  "Evidently: dataset",
  "any column",
  "tests: any column",
];
writeSection("power", [
  `False alarms in ${same!.draws} windows of ${WINDOW} test reviews, with the upper end of the 95 % interval;`,
  `reference ${reference.count} train reviews of other movies:`,
  "",
  ...tableOf(header, [bounds]),
  "",
  `Alarms in ${loud} windows of each kind:`,
  "",
  ...tableOf(
    ["windows of", ...header],
    results.rows
      .slice(1)
      .map((r) => [r.scenario, ...ALARMS.map((alarm) => percent(r.alarms[alarm] / r.draws))]),
  ),
]);

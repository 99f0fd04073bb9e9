// How often drift is found, and how often where there is none: on the 50,000 reviews.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/power.ts \
//     [draws without drift] [draws of each drift] > power.json
//
// Reference: reviews of the train split that the model was not fitted on. Windows: 1,000 reviews of the test split.
import { type Example, seededRandom } from "@imdb/core";
import { createProfile, driftReport, learnTopics, significanceTests } from "@imdb/monitor";
import { deployedModel } from "./deployed-model.js";
import { readReviews } from "./reviews.js";
import { drawWindow, scenarios } from "./scenarios.js";

const [silent = 1000, loud = 100] = process.argv.slice(2).map(Number);
const WINDOW = 1000;
const say = (text: string) => process.stderr.write(`${text}\n`);

const { train, test } = await readReviews();
const model = await deployedModel(train);
const vectorizer = model.vectorizer;
const texts = model.validation.map((example) => example.text);
// Of other texts than the reference's: those that made the topics fit them better than any others.
const topics = learnTopics(model.fittedTexts);
const reference = createProfile(texts, {
  vectorizer,
  topics,
  predictions: unlabelled(model.validation),
  groups: model.validation.map((example) => example.group ?? null),
});
say(`reference: ${reference.count} reviews; topics: ${topics.topics.map((t) => t.name).join(", ")}`);

/** Labels are left out: in production they are not known yet. */
function unlabelled(examples: readonly Example[]) {
  return model.predict(examples).map(({ actual: _, ...rest }) => rest);
}

const rows = [];
for (const scenario of scenarios(test)) {
  const { name, examples } = scenario;
  const predictions = unlabelled(examples);
  const random = seededRandom(2024).fork(name);
  const draws = name.startsWith("the same") ? silent : loud;
  const found = { dataset: 0, columns: 0, words: 0, topics: 0, tests: 0 };
  const columns = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const picked = drawWindow(scenario, WINDOW, random);
    const current = createProfile(
      picked.map((i) => examples[i]!.text),
      { vectorizer, topics, predictions: picked.map((i) => predictions[i]!) },
    );
    const byDefault = driftReport({ reference, current });
    const tested = driftReport({
      reference,
      current,
      choose: significanceTests,
      minWordCount: Number.POSITIVE_INFINITY,
    });
    if (byDefault.dataset.drifted) found.dataset++;
    if (byDefault.dataset.driftedColumns > 0) found.columns++;
    if (byDefault.words.drifted > 0) found.words++;
    if ((byDefault.topics?.drifted ?? 0) > 0) found.topics++;
    if (tested.dataset.driftedColumns > 0) found.tests++;
    for (const c of byDefault.columns) {
      if (c.status === "compared" && c.drifted) columns.set(c.column, (columns.get(c.column) ?? 0) + 1);
    }
  }
  const shares = Object.fromEntries(Object.entries(found).map(([key, n]) => [key, n / draws]));
  const byColumn = Object.fromEntries([...columns].map(([column, n]) => [column, n / draws]));
  rows.push({ scenario: name, draws, ...shares, byColumn });
  say(JSON.stringify(rows.at(-1)));
}
process.stdout.write(`${JSON.stringify({ window: WINDOW, reference: reference.count, rows }, null, 2)}\n`);

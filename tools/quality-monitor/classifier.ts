// How often the domain classifier finds drift, and how often where there is none: on the 50,000 reviews.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/classifier.ts \
//     [draws without drift] [draws of each drift]
//
// Reference: the train reviews; windows of the test split; 500 texts of each side are told apart.
// Started again, it goes on behind the last scenario; at the end it writes its part of docs/drift-power.md.
import { seededRandom } from "@imdb/core";
import { tfidfVectorizer } from "@imdb/features";
import { type TextDriftBaseline, textDrift, textDriftBaseline } from "@imdb/monitor";
import { logisticRegression } from "@imdb/train";
import { openResults, percent, tableOf, writeSection } from "./results.js";
import { readReviews } from "./reviews.js";
import { drawWindow, type Scenario, scenarios } from "./scenarios.js";

const [silent = 100, loud = 10] = process.argv.slice(2).map(Number);
const TEXTS = 500;
const WAYS = ["alone", "grouped", "baseline"] as const;

/** Of one scenario: alarms by what is known of the groups, and mean areas. */
interface Row {
  readonly scenario: string;
  readonly draws: number;
  readonly alarms: Record<(typeof WAYS)[number], number>;
  readonly areas: Record<(typeof WAYS)[number], number>;
}

const { train, test } = await readReviews();
const reference = train.map((example) => example.text);
const movies = train.map((example) => example.group ?? example.id);
const tools = {
  vectorizer: tfidfVectorizer({ sublinearTf: true, minDf: 2 }),
  classifier: logisticRegression(),
  maxTexts: TEXTS,
};

const settings = { silent, loud, texts: TEXTS };
const baselines = openResults<TextDriftBaseline>("classifier-baseline", { texts: TEXTS });
const baseline = await baselines.row("baseline", () =>
  textDriftBaseline({ ...tools, reference, groups: movies, windowSize: TEXTS, draws: 40 }),
);

async function measure(scenario: Scenario, draws: number): Promise<Row> {
  const { name, examples } = scenario;
  const random = seededRandom(2024).fork(name);
  const alarms = { alone: 0, grouped: 0, baseline: 0 };
  const areas = { alone: 0, grouped: 0, baseline: 0 };
  for (let draw = 0; draw < draws; draw++) {
    const picked = drawWindow(scenario, TEXTS, random).map((i) => examples[i]!);
    const current = picked.map((example) => example.text);
    const groups = { reference: movies, current: picked.map((example) => example.group ?? null) };
    const windows = { ...tools, reference, current };
    const found = {
      alone: await textDrift(windows, { seed: draw }),
      grouped: await textDrift({ ...windows, groups }, { seed: draw }),
      baseline: await textDrift({ ...windows, baseline }, { seed: draw }),
    };
    for (const way of WAYS) {
      alarms[way] += Number(found[way].drifted);
      areas[way] += (found[way].rocAuc ?? 0.5) / draws;
    }
  }
  return { scenario: name, draws, alarms, areas };
}

const results = openResults<Row>("classifier", settings);
for (const scenario of scenarios(test)) {
  const draws = scenario.name.startsWith("the same") ? silent : loud;
  await results.row(scenario.name, () => measure(scenario, draws));
}

const usual = baseline.rocAucs.reduce((sum, area) => sum + area, 0) / baseline.rocAucs.length;
writeSection("classifier", [
  `${TEXTS} texts of each side. Between windows of other movies the area is ${usual.toFixed(3)} on average, though`,
  "nothing has changed. Alarms, and the mean area in brackets:",
  "",
  ...tableOf(
    ["windows of", "draws", "texts alone", "groups of both known", "against a baseline"],
    results.rows.map((r) => [
      r.scenario,
      r.draws,
      ...WAYS.map((way) => `${percent(r.alarms[way] / r.draws)} (${r.areas[way].toFixed(3)})`),
    ]),
  ),
]);

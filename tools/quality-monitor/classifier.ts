// How often the domain classifier finds drift, and how often where there is none: on the 50,000 reviews.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/classifier.ts \
//     [draws without drift] [draws of each drift] > classifier.json
//
// Reference: the train reviews; windows of the test split; 500 texts of each side are told apart.
import { seededRandom } from "@imdb/core";
import { tfidfVectorizer } from "@imdb/features";
import { textDrift, textDriftBaseline } from "@imdb/monitor";
import { logisticRegression } from "@imdb/train";
import { readReviews } from "./reviews.js";
import { drawWindow, scenarios } from "./scenarios.js";

const [silent = 200, loud = 20] = process.argv.slice(2).map(Number);
const TEXTS = 500;
const say = (text: string) => process.stderr.write(`${text}\n`);

const { train, test } = await readReviews();
const reference = train.map((example) => example.text);
const movies = train.map((example) => example.group ?? example.id);
const tools = {
  vectorizer: tfidfVectorizer({ sublinearTf: true, minDf: 2 }),
  classifier: logisticRegression(),
  maxTexts: TEXTS,
};
const baseline = await textDriftBaseline({
  ...tools,
  reference,
  groups: movies,
  windowSize: TEXTS,
  draws: 40,
});
const usual = baseline.rocAucs.reduce((sum, a) => sum + a, 0) / baseline.rocAucs.length;
say(`usual area between movies: ${usual}`);

const rows = [];
for (const scenario of scenarios(test)) {
  const { name, examples } = scenario;
  const random = seededRandom(2024).fork(name);
  const draws = name.startsWith("the same") ? silent : loud;
  const found = { alone: 0, grouped: 0, baseline: 0 };
  const areas = { alone: 0, grouped: 0 };
  for (let draw = 0; draw < draws; draw++) {
    const picked = drawWindow(scenario, TEXTS, random).map((i) => examples[i]!);
    const current = picked.map((example) => example.text);
    const groups = { reference: movies, current: picked.map((example) => example.group ?? null) };
    const run = { seed: draw };
    const alone = await textDrift({ ...tools, reference, current }, run);
    const grouped = await textDrift({ ...tools, reference, current, groups }, run);
    const usually = await textDrift({ ...tools, reference, current, baseline }, run);
    if (alone.drifted) found.alone++;
    if (grouped.drifted) found.grouped++;
    if (usually.drifted) found.baseline++;
    areas.alone += (alone.rocAuc ?? 0.5) / draws;
    areas.grouped += (grouped.rocAuc ?? 0.5) / draws;
  }
  const shares = Object.fromEntries(Object.entries(found).map(([key, n]) => [key, n / draws]));
  rows.push({ scenario: name, draws, ...shares, areas });
  say(JSON.stringify(rows.at(-1)));
}
process.stdout.write(`${JSON.stringify({ texts: TEXTS, usual, rows }, null, 2)}\n`);

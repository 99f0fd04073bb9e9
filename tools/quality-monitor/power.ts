// How often drift is found, and how often it is found where there is none: on the 50,000 reviews.
//
//   IMDB_DATA=aclImdb_v1.tar.gz npx tsx --conditions=@imdb/source tools/quality-monitor/power.ts [draws] > results.json
//
// Reference: the 25,000 train reviews with predictions of models that did not see them. Windows: 1,000 reviews
// of the test split, drawn without replacement, with the predictions of the model fitted on the train split.
import { createRequire } from "node:module";
import { contentHash, createSplit, type Example, labelsOf, type Random, seededRandom } from "@imdb/core";
import { readAclImdb } from "@imdb/data-pipeline";
import { tfidfVectorizer } from "@imdb/features";
import {
  createProfile,
  driftReport,
  estimatePerformance,
  type Outcome,
  type Profile,
  performanceMetrics,
  significanceTests,
  textDrift,
} from "@imdb/monitor";
import { crossValPredict, logisticRegression } from "@imdb/train";

const archive = process.env["IMDB_DATA"];
if (!archive) throw new Error("set IMDB_DATA to aclImdb_v1.tar.gz");
const draws = Number(process.argv[2] ?? 1000);
const WINDOW = 1000;
const say = (text: string) => process.stderr.write(`${text}\n`);

const train: Example[] = [];
const test: Example[] = [];
for await (const example of readAclImdb(archive)) {
  if (example.split === "train" && example.label) train.push(example);
  if (example.split === "test" && example.label) test.push(example);
}
say(`${train.length} train, ${test.length} test`);

const split = createSplit("train", train, contentHash("train"));
const vectorizer = () => tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true });
const classifier = () => logisticRegression({ C: 10 });
const { vectorizer: fitted, matrix } = await vectorizer().fitTransform(split.texts);
const labels = labelsOf(split);
const model = await classifier().fit(matrix, labels);
const held = await crossValPredict({ vectorizer: vectorizer(), classifier: classifier() }, split);

function outcomes(probabilities: Float64Array, examples: readonly Example[]): Outcome[] {
  const [neg, pos] = labels.classes as [string, string];
  return examples.map((example, i) => ({
    label: probabilities[2 * i + 1]! > 0.5 ? pos : neg,
    probabilities: { [neg]: probabilities[2 * i]!, [pos]: probabilities[2 * i + 1]! },
    ...(example.label === undefined ? {} : { actual: example.label }),
  }));
}

const predict = (texts: readonly string[]) => model.predictProba(fitted.transform(texts));
const profileOf = (texts: readonly string[], predictions: readonly Outcome[]) =>
  // Labels are left out: in production they are not known yet.
  createProfile(texts, {
    vectorizer: fitted,
    predictions: predictions.map(({ actual: _, ...rest }) => rest),
  });

const trainOutcomes = outcomes(held, train);
const reference = profileOf(split.texts, trainOutcomes);
const labelled = createProfile(split.texts, { predictions: trainOutcomes });
const testTexts = test.map((e) => e.text);
const testOutcomes = outcomes(predict(testTexts), test);
say(`accuracy on test ${performanceMetrics(testOutcomes).accuracy?.value}`);

interface Verdict {
  dataset: boolean;
  anyColumn: boolean;
  significant: boolean;
  words: boolean;
}

function judge(current: Profile): Verdict {
  const byDefault = driftReport({ reference, current });
  const tested = driftReport({ reference, current, choose: significanceTests });
  return {
    dataset: byDefault.dataset.drifted,
    anyColumn: byDefault.dataset.driftedColumns > 0,
    significant: tested.dataset.driftedColumns > 0,
    words: byDefault.words.drifted > 0,
  };
}

function draw(from: readonly number[], n: number, random: Random): number[] {
  return Array.from(random.permutation(from.length).subarray(0, n), (i) => from[i]!);
}

const everyTest = test.map((_, i) => i);
const rows = (holds: (example: Example) => boolean) => everyTest.filter((i) => holds(test[i]!));
const byLabel = (label: string) => rows((e) => e.label === label);

type Drawn = { texts: readonly string[]; predictions?: readonly Outcome[] };
type Scenario = (random: Random) => Drawn;

const plain =
  (from: readonly number[]): Scenario =>
  (random) => {
    const picked = draw(from, Math.min(WINDOW, from.length), random);
    return { texts: picked.map((i) => testTexts[i]!), predictions: picked.map((i) => testOutcomes[i]!) };
  };
const changed =
  (change: (text: string, random: Random) => string): Scenario =>
  (random) => ({
    texts: draw(everyTest, WINDOW, random).map((i) => change(testTexts[i]!, random)),
  });
const shares = (positive: number): Scenario => {
  const [pos, neg] = [byLabel("pos"), byLabel("neg")];
  return (random) => {
    const picked = [...draw(pos, positive * WINDOW, random), ...draw(neg, (1 - positive) * WINDOW, random)];
    return { texts: picked.map((i) => testTexts[i]!), predictions: picked.map((i) => testOutcomes[i]!) };
  };
};

/** Replaces a share of the characters by random letters. */
const corrupt = (share: number) =>
  changed((text, random) =>
    Array.from(text, (c) => (random.next() < share ? String.fromCharCode(97 + random.integer(26)) : c)).join(
      "",
    ),
  );

/** Puts a "not" behind, or takes it away from, the forms of "to be". */
const flipNegation = changed((text) =>
  text.replace(/\b(is|was|are|were)( not|n't)?\b/gi, (_, verb: string, not: string | undefined) =>
    not ? verb : `${verb} not`,
  ),
);

const require = createRequire(import.meta.url);
const sentences = (name: string) =>
  (require(`sentiment/test/fixtures/${name}.json`) as { text: string }[]).map((row) => row.text);
const foreign =
  (texts: readonly string[]): Scenario =>
  (random) => ({
    texts: draw(
      texts.map((_, i) => i),
      Math.min(WINDOW, texts.length),
      random,
    ).map((i) => texts[i]!),
  });

const lengths = testTexts.map((t) => t.length).sort((a, b) => a - b);
const long = lengths[Math.floor(lengths.length * 0.75)]!;

const scenarios: Record<string, Scenario> = {
  "the same (test split)": plain(everyTest),
  "Amazon sentences": foreign(sentences("amazon")),
  "Yelp sentences": foreign(sentences("yelp")),
  "reviews of one star": plain(rows((e) => e.attributes?.["rating"] === 1)),
  "reviews of ten stars": plain(rows((e) => e.attributes?.["rating"] === 10)),
  "the longest quarter": plain(rows((e) => e.text.length >= long)),
  "1 % of characters corrupted": corrupt(0.01),
  "2 % of characters corrupted": corrupt(0.02),
  "5 % of characters corrupted": corrupt(0.05),
  "10 % of characters corrupted": corrupt(0.1),
  "negations flipped": flipNegation,
  "45 % positive": shares(0.45),
  "40 % positive": shares(0.4),
  "30 % positive": shares(0.3),
  "10 % positive": shares(0.1),
};

const root = seededRandom(2024);
const cbpe = [];
for (const positive of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
  const random = root.fork(`cbpe ${positive}`);
  const [pos, neg] = [byLabel("pos"), byLabel("neg")];
  for (const labelShares of ["asReference", "estimated"] as const) {
    const errors: number[] = [];
    for (let i = 0; i < 40; i++) {
      const picked = [...draw(pos, positive * WINDOW, random), ...draw(neg, (1 - positive) * WINDOW, random)];
      const records = picked.map((k) => testOutcomes[k]!);
      const estimate = estimatePerformance({ reference: labelled, records, labelShares });
      errors.push(estimate.accuracy!.value - performanceMetrics(records).accuracy!.value);
    }
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const absolute = errors.map(Math.abs).sort((a, b) => a - b);
    const row = {
      positive,
      labelShares,
      windows: errors.length,
      bias: mean,
      meanError: absolute.reduce((s, e) => s + e, 0) / absolute.length,
      within15: absolute.filter((e) => e <= 0.015).length / absolute.length,
    };
    cbpe.push(row);
    say(JSON.stringify(row));
  }
}
const power = [];
for (const [name, scenario] of Object.entries(scenarios)) {
  const random = root.fork(name);
  const times = name.startsWith("the same") ? draws : Math.max(10, Math.round(draws / 20));
  const found = { dataset: 0, anyColumn: 0, significant: 0, words: 0 };
  for (let i = 0; i < times; i++) {
    const {
      texts,
      predictions = outcomes(
        predict(texts),
        texts.map((text, k) => ({ id: String(k), text })),
      ),
    } = scenario(random);
    const verdict = judge(profileOf(texts, predictions));
    for (const key of Object.keys(found) as (keyof Verdict)[]) if (verdict[key]) found[key]++;
  }
  let classifierFound = 0;
  const classifierDraws = name.startsWith("the same") ? Math.round(draws / 10) : 3;
  for (let i = 0; i < classifierDraws; i++) {
    const result = await textDrift(
      {
        reference: split.texts,
        current: scenario(random).texts,
        vectorizer: tfidfVectorizer({ sublinearTf: true, minDf: 2 }),
        classifier: logisticRegression(),
        maxTexts: WINDOW / 2,
      },
      { seed: i },
    );
    if (result.drifted) classifierFound++;
  }
  const row = {
    scenario: name,
    draws: times,
    ...Object.fromEntries(Object.entries(found).map(([key, n]) => [key, n / times])),
    classifierDraws,
    classifier: classifierFound / classifierDraws,
  };
  power.push(row);
  say(JSON.stringify(row));
}

process.stdout.write(
  `${JSON.stringify({ window: WINDOW, reference: train.length, power, cbpe }, null, 2)}\n`,
);

import { csrFromRows, type FittedVectorizer, type LinearClassifier } from "@imdb/core";
import { type CostEntry, costEntry } from "../../../../tools/cost/cost.mjs";
import { inside, TEXTS } from "../../../../tools/cost/inputs.mjs";
import { explain } from "../explanation/explain.js";
import { strongestFeatures } from "../explanation/strongest-features.js";
import { bootstrapIntervals } from "../intervals/bootstrap-intervals.js";
import { classificationReport } from "../metrics/classification-report.js";
import { balancedAccuracyScore, cohenKappaScore, matthewsCorrcoef } from "../metrics/confusion-matrix.js";
import { evaluateProbabilities } from "../metrics/evaluate-probabilities.js";
import { formatClassificationReport } from "../metrics/format-classification-report.js";
import { precisionRecallFscore } from "../metrics/precision-recall-fscore.js";
import { rocAucScore } from "../metrics/roc-auc-score.js";

/** Rows with their classes, by code. */
interface Rows {
  readonly actual: Uint32Array;
  readonly predicted: Uint32Array;
  readonly classes: readonly string[];
}

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({ name: "explain", inputs: TEXTS, run: explainText }),
  costEntry({
    name: "explain with other words",
    inputs: inside({ "many words": TEXTS["many words"]!, words: TEXTS["words"]! }, (text) => [
      ...new Set(text.split(" ")),
    ]),
    run: (words: string[]) => {
      const { model, vectorizer } = modelOf(words);
      strongestFeatures(model, words, 10);
      explain(model, vectorizer, words.join(" "));
    },
  }),
  costEntry({
    name: "classificationReport",
    inputs: rows(),
    run: ({ actual, predicted, classes }: Rows) =>
      formatClassificationReport(classificationReport(actual, predicted, classes)).length,
  }),
  costEntry({
    name: "scores of classes",
    inputs: rows(),
    run: ({ actual, predicted }: Rows) => {
      balancedAccuracyScore(actual, predicted);
      cohenKappaScore(actual, predicted);
      matthewsCorrcoef(actual, predicted);
      precisionRecallFscore(actual, predicted, { average: "macro" });
    },
  }),
  costEntry({
    name: "evaluateProbabilities",
    inputs: {
      "two classes": (n) => probabilitiesOf(n / 20, 2),
      "many classes": (n) => probabilitiesOf(Math.sqrt(n / 8), Math.floor(Math.sqrt(n / 8))),
    },
    run: ({ actual, probabilities, classes }: ReturnType<typeof probabilitiesOf>) =>
      void evaluateProbabilities(classes, probabilities, actual),
  }),
  costEntry({
    name: "rocAucScore",
    inputs: {
      "equal scores": (n) => scoresOf(n / 8, () => 1),
      "scores in order": (n) => scoresOf(n / 8, (i) => i),
      "scores in reverse": (n) => scoresOf(n / 8, (i) => -i),
    },
    run: ({ actual, scores }: ReturnType<typeof scoresOf>) => void rocAucScore(actual, scores),
  }),
  costEntry({
    name: "bootstrapIntervals",
    inputs: { rows: (n) => probabilitiesOf(n / 20, 2) },
    run: ({ actual, probabilities, classes }: ReturnType<typeof probabilitiesOf>) =>
      void bootstrapIntervals(classes, probabilities, actual, { resamples: 20, seed: 1 }),
  }),
];

function explainText(text: string): number {
  const { model, vectorizer } = modelOf(["good", "bad", "a"]);
  return JSON.stringify(explain(model, vectorizer, text)).length;
}

function modelOf(words: readonly string[]) {
  const index = new Map(words.map((word, i) => [word, i]));
  const locate = (text: string) =>
    [...text.matchAll(/\w+/g)].flatMap(({ 0: word, index: start }) => {
      const feature = index.get(word);
      return feature === undefined ? [] : [{ feature, start, end: start + word.length }];
    });
  const vectorizer = {
    kind: "words",
    params: {},
    featureCount: words.length,
    featureNames: () => words,
    locate,
    transform: (texts: readonly string[]) =>
      csrFromRows(
        texts.map((text) =>
          [...new Set(locate(text).map(({ feature }) => feature))]
            .sort((a, b) => a - b)
            .map((feature): [number, number] => [feature, 1]),
        ),
        words.length,
      ),
  } as unknown as FittedVectorizer;
  const model = {
    kind: "linear",
    params: {},
    classes: ["neg", "pos"],
    featureCount: words.length,
    coef: new Float64Array(words.length).fill(1),
    intercept: Float64Array.of(0),
    decisionFunction: () => Float64Array.of(0),
    predictProba: () => Float64Array.of(0.5, 0.5),
  } as unknown as LinearClassifier;
  return { model, vectorizer };
}

function rows() {
  const of = (count: number, codeOf: (i: number) => number): Rows => {
    const actual = Uint32Array.from({ length: count }, (_, i) => codeOf(i) % 65_536);
    return {
      actual,
      predicted: actual.slice().reverse(),
      classes: Array.from(
        { length: actual.reduce((most, code) => Math.max(most, code)) + 1 },
        (_, i) => `l${i}`,
      ),
    };
  };
  return {
    "two classes": (n: number) => of(n / 8, (i) => i % 2),
    "a class for each row": (n: number) => of(n / 16, (i) => i),
    "one large code": (n: number) => of(n / 8, (i) => (i === 0 ? Math.min(65_535, n / 16) : 0)),
  };
}

function probabilitiesOf(count: number, classCount: number) {
  const rowCount = Math.floor(count);
  return {
    actual: Int32Array.from({ length: rowCount }, (_, i) => i % classCount),
    probabilities: new Float64Array(rowCount * classCount).fill(1 / classCount),
    classes: Array.from({ length: classCount }, (_, i) => `l${i}`),
  };
}

function scoresOf(count: number, scoreOf: (i: number) => number) {
  return {
    actual: Uint32Array.from({ length: count }, (_, i) => i % 2),
    scores: Float64Array.from({ length: count }, (_, i) => scoreOf(i)),
  };
}

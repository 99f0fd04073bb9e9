import {
  decodeBundle,
  type Example,
  encodeBundle,
  labelsOf,
  type PredictionRecord,
  promotionGate,
  seededRandom,
} from "@imdb/core";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import {
  createProfile,
  evaluateAlertRules,
  joinLabels,
  monitoringHtml,
  performanceMetrics,
  windowReport,
} from "@imdb/monitor";
import { createApp, createPredictor } from "@imdb/serve";
import {
  chooseThreshold,
  type Evaluation,
  evaluate,
  evaluationMetrics,
  evaluationReport,
  logisticRegression,
  trainCodecs,
  trainTestSplit,
} from "@imdb/train";
import { describe, expect, test } from "vitest";

const codecs = [...featureCodecs, ...trainCodecs];

/** One message in four is fraud. Some words are used in both kinds. */
function messages(positive: string, other: string): Example[] {
  const random = seededRandom(11);
  const words = {
    fraud: ["win", "prize", "urgent", "account"],
    fair: ["meeting", "lunch", "report", "thanks"],
    both: ["today", "please", "the", "your", "and"],
  };
  return Array.from({ length: 600 }, (_, i) => {
    const isFraud = random.next() < 0.25;
    const word = () => {
      const kind = random.next() < 0.35 ? (random.next() < 0.75 === isFraud ? "fraud" : "fair") : "both";
      return words[kind][random.integer(words[kind].length)]!;
    };
    return {
      id: `${i}`,
      text: Array.from({ length: 8 }, word).join(" "),
      label: isFraud ? positive : other,
    };
  });
}

/** From labelled messages to the model in service: every figure that a user sees about the positive class. */
async function figuresOf(positive: string, other: string) {
  const { train, test: held } = trainTestSplit(messages(positive, other), {
    testSize: 0.5,
    seed: 2,
    positive,
  });
  const { vectorizer, matrix } = await tfidfVectorizer().fitTransform(train.texts);
  const classifier = await logisticRegression({ tol: 1e-10, maxIter: 10_000 }).fit(matrix, labelsOf(train));
  const [X, y] = [vectorizer.transform(held.texts), labelsOf(held)];
  const rows = { classes: classifier.classes, probabilities: classifier.predictProba(X), labels: y };
  const decision = { ...chooseThreshold(rows, { recall: 0.8 }), abstainBelow: 0.55 };
  const evaluation = evaluate(classifier, X, y, { decision });

  const trainingData = { version: train.version, documents: train.examples.length, source: "made up" };
  const info = { name: "fraud", seed: 0, libraries: {}, metrics: evaluationMetrics(evaluation) };
  const facts = { ...info, trainingData, positive, decision };
  const bundle = decodeBundle(encodeBundle({ vectorizer, classifier }, facts, codecs), codecs);

  const records: PredictionRecord[] = [];
  const predictionLog = { write: (batch: readonly PredictionRecord[]) => void records.push(...batch) };
  const app = createApp({ predictor: createPredictor(bundle), predictionLog });
  const request = new Request("http://localhost/v1/predict", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ texts: held.texts }),
  });
  const answer = (await (await app.fetch(request)).json()) as {
    predictions: { id: string; label: string; confidence: number; abstained: boolean }[];
  };
  const labels = answer.predictions.map(({ id }, i) => ({ id, actual: held.examples[i]!.label! }));
  const logged = joinLabels(records, labels).records;
  const performance = performanceMetrics(logged, { positive: bundle.manifest.positive });
  const profile = createProfile(held.texts, { predictions: logged, positive });
  const window = windowReport({ start: 0, end: 1000, profile }, profile);
  const alertRule = { name: "recall", figure: "recall", healthy: { gte: 1 }, severity: "critical" as const };
  const { alerts } = evaluateAlertRules(window, profile, [alertRule], new Map());
  return {
    evaluation,
    answer,
    performance,
    window,
    alerts,
    page: evaluationReport(classifier, X, y, { decision, resamples: 20 }),
  };
}

describe("labels whose order turns around, from the evaluation to the model in service", async () => {
  const [one, other] = [await figuresOf("zzz_fraud", "aaa_ok"), await figuresOf("aaa_fraud", "zzz_ok")];

  test("change no figure about the positive class in evaluation, log, window and alert", () => {
    const numbers = ({ evaluation, performance, window, alerts }: typeof one) => [
      evaluation.precision,
      evaluation.recall,
      evaluation.f1,
      evaluation.averagePrecision,
      evaluation.coverage,
      performance.f1?.value,
      performance.accuracy?.value,
      performance.abstainedShare,
      performance.calibrationError,
      window.positive?.precision?.value,
      window.positive?.recall?.value,
      alerts[0]?.value,
    ];
    const [a, b] = [numbers(one), numbers(other)];
    expect(a.every((value) => typeof value === "number")).toBe(true);
    a.forEach((value, i) => void expect(value).toBeCloseTo(b[i]!, 6));
    expect(one.evaluation.coverage).toBeLessThan(1);
  });

  test("say the same of every message", () => {
    const said = ({ answer }: typeof one) =>
      answer.predictions.map(({ label, abstained }) => [label.replace(/^..._/, ""), abstained]);
    expect(said(one)).toEqual(said(other));
  });

  test("the service, the log and the evaluation count the same", () => {
    for (const { evaluation, performance, window, alerts } of [one, other]) {
      expect(performance.f1!.value).toBeCloseTo(evaluation.f1!, 12);
      expect(performance.accuracy!.value).toBeCloseTo(evaluation.accuracy!, 12);
      expect(performance.abstainedShare).toBeCloseTo(1 - evaluation.coverage!, 12);
      expect(window.positive!.recall!.value).toBeCloseTo(evaluation.recall!, 12);
      expect(alerts[0]!.value).toBeCloseTo(evaluation.recall!, 12);
    }
  });

  test("the pages name the positive class", () => {
    expect(one.page).toContain("F1 of zzz_fraud");
    expect(other.page).toContain("F1 of aaa_fraud");
    expect(monitoringHtml([other.window])).toContain("latest recall of aaa_fraud");
  });

  test("a gate compares models of one positive class alone", () => {
    const gate = promotionGate([
      { name: "recall", value: (metrics: Evaluation) => metrics.recall, threshold: 0.5, improvement: 0 },
    ]);
    expect(gate(one.evaluation, one.evaluation).passed).toBe(true);
    const refused = gate(one.evaluation, other.evaluation);
    expect(refused.passed).toBe(false);
    expect(refused.reasons[0]).toContain("cannot be compared");
  });
});

// What runs everywhere, also in a page and in a worker without files: training from the split on, and predictions.

import type { BundleFiles, ContentHash, Split } from "@imdb/core";
import { bundleToTar, encodeBundle, hashBytes, labelsOf } from "@imdb/core";
import { cleanedVectorizer, cleaningCodec, defaultCleaning } from "@imdb/data-pipeline/cleaning";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { createProfile, driftReport } from "@imdb/monitor";
import type { Predictor } from "@imdb/serve";
import { createApp } from "@imdb/serve";
import { evaluate, logisticRegression, trainCodecs } from "@imdb/train";
import { QUESTIONS } from "./sentences.js";

export type Label = "neg" | "pos";

/** A split dataset: what `createPipeline(…).process(…)` gives. */
export interface Parts {
  readonly version: ContentHash;
  readonly train: Split<"train", Label>;
  readonly test: Split<"test", Label>;
}

/** Trains on the split and returns the bundle's files. */
export async function train({ version, train, test }: Parts): Promise<BundleFiles> {
  const { vectorizer, matrix } = await tfidfVectorizer({ ngramRange: [1, 2] }).fitTransform(train.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(train));
  const { accuracy } = evaluate(classifier, vectorizer.transform(test.texts), labelsOf(test));
  const trainingData = { version, documents: train.examples.length, source: "40 sentences" };
  const info = { name: "films", seed: 1, libraries: {}, metrics: { accuracy }, trainingData };
  const cleaned = cleanedVectorizer(vectorizer, defaultCleaning());
  return encodeBundle({ vectorizer: cleaned, classifier }, info, [
    cleaningCodec(featureCodecs),
    ...trainCodecs,
  ]);
}

/** SHA-256 of a bundle: the same in every tool chain. */
export function digestOf(files: BundleFiles): string {
  return hashBytes(bundleToTar(files));
}

/** Predicts twice one after the other, then forty texts at once: a text has one answer. */
export function predict(predictor: Predictor): void {
  const [first, second] = [predictor.predictBatch(QUESTIONS), predictor.predictBatch(QUESTIONS)];
  same("the second answer", second, first);
  same(
    "the labels",
    first.slice(0, 2).map(({ label }) => label),
    ["pos", "neg"],
  );
  const many = Array.from({ length: 40 }, (_, i) => QUESTIONS[i % QUESTIONS.length]!);
  const answers = predictor.predictBatch(many);
  same("one of forty answers", answers[39]?.probabilities, first[39 % QUESTIONS.length]?.probabilities);
}

/** Asks the service's handler twice, then forty times at once. */
export async function ask(predictor: Predictor): Promise<void> {
  const app = createApp({ predictor });
  await askTwiceAndAtOnce((text) => answerOf(app.fetch(requestFor("http://films", text))));
}

/** @param answer  Asks once, and returns the probability of the label. */
export async function askTwiceAndAtOnce(answer: (text: string) => Promise<number>): Promise<void> {
  const first = await answer(QUESTIONS[0]!);
  same("the second answer", await answer(QUESTIONS[0]!), first);
  const many = await Promise.all(Array.from({ length: 40 }, () => answer(QUESTIONS[0]!)));
  same(
    "forty answers at once",
    many,
    Array.from({ length: 40 }, () => first),
  );
}

export function requestFor(url: string, text: string): Request {
  const headers = { "content-type": "application/json" };
  return new Request(`${url}/v1/predict`, { method: "POST", headers, body: JSON.stringify({ text }) });
}

export async function answerOf(response: Response | Promise<Response>): Promise<number> {
  const { status, ...rest } = await bodyOf(await response);
  if (status !== 200) throw new Error(`HTTP ${status}: ${JSON.stringify(rest.body)}`);
  return rest.body.probabilities.pos;
}

async function bodyOf(response: Response) {
  return { status: response.status, body: (await response.json()) as { probabilities: { pos: number } } };
}

/** Profiles two windows of texts and compares them. */
export function watch({ train, test }: Parts): void {
  const report = driftReport({ reference: createProfile(train.texts), current: createProfile(test.texts) });
  same("drift of the same film reviews", report.dataset.drifted, false);
}

export function same(what: string, actual: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a?.slice(0, 200)}, not ${b?.slice(0, 200)}`);
}

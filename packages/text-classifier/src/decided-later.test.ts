import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadTextClassifier, logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

const unfitted = () => textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });

test("a loaded model refuses a threshold of the train split that it was fitted on, as before it was saved", async () => {
  const { train } = await preparedReviews();
  const path = join(await mkdtemp(join(tmpdir(), "decided-")), "model");
  await (await unfitted().fit(train)).save(path);
  const loaded = await loadTextClassifier(path);
  const refused = expect.objectContaining({ code: "CHOSEN_ON_FITTED" });
  expect(() => loaded.withThreshold(train, { recall: 0.9 })).toThrow(refused);
  const cautious = loaded.withDecision({ abstainBelow: 0.6 });
  expect(() => cautious.withThreshold(train, { recall: 0.9 })).toThrow(refused);
});

test("a threshold without a positive class names the classes and the way out", async () => {
  const { positive: _, ...train } = (await preparedReviews()).train;
  const model = await unfitted().fit(train);
  expect(() => model.withThreshold({ ...train, version: "sha256:0" }, { recall: 0.9 })).toThrow(
    /neg or pos: name it in textClassifier\(\{ positive \}\)/,
  );
});

test("a decision rule with an unknown field, or of two kinds, says what is wrong", async () => {
  const model = await unfitted().fit(await preparedReviews());
  expect(() => model.withDecision({ thresh: 0.2 } as never)).toThrow(
    /decision\.thresh.*threshold, costs, abstainBelow/,
  );
  const both = { threshold: 0.2, costs: { neg: { pos: 1 }, pos: { neg: 1 } } };
  expect(() => model.withDecision(both as never)).toThrow(/threshold and costs/);
});

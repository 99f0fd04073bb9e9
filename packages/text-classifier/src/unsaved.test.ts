import { countVectorizer } from "@imdb/features";
import { beforeAll, expect, test } from "vitest";
import { logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

let data: Awaited<ReturnType<typeof preparedReviews>>;
beforeAll(async () => {
  data = await preparedReviews();
});

test("a function as tokenizer predicts, explains and evaluates; only saving needs a name", async () => {
  const tokenizer = (text: string) => text.toLowerCase().split(/\W+/);
  const vectorizer = countVectorizer({ tokenizer });
  const model = await textClassifier({ vectorizer, classifier: logisticRegression() }).fit(data);
  expect(model.predict("great<br />fun")).toMatchObject({ label: "pos", modelVersion: "unsaved" });
  const [first] = model.predict(data.test);
  expect([first!.probabilities.neg, first!.probabilities.pos]).toEqual([
    ...model.predictProba(data.test.texts.slice(0, 1)),
  ]);
  expect(
    model
      .explain("great fun")
      .contributions.map(({ feature }) => feature)
      .sort(),
  ).toEqual(["fun", "great"]);
  expect(model.evaluate(data.test).accuracy).toBeGreaterThan(0.5);
  expect(model.withDecision({ threshold: 0.9 }).decision).toEqual({ threshold: 0.9 });
  expect(() => model.toBundle()).toThrow(expect.objectContaining({ code: "TOKENIZER_NOT_SERIALIZABLE" }));
});

test("so does a part of your own without a codec", async () => {
  const { params, fit } = logisticRegression();
  const own = {
    params,
    fit: async (...given: Parameters<typeof fit>) => ({ ...(await fit(...given)), kind: "mine" }),
  };
  const model = await textClassifier({ vectorizer: tfidfVectorizer(), classifier: own }).fit(data);
  const same = await textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() }).fit(
    data,
  );
  expect(model.predict("great fun").probabilities).toEqual(same.predict("great fun").probabilities);
  await expect(model.save("never")).rejects.toMatchObject({ code: "UNKNOWN_CODEC" });
});

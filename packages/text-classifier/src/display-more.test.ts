import { inspect } from "node:util";
import { trainTestSplit } from "@imdb/train";
import { expect, test } from "vitest";
import { logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

test("a train and test split and the strongest features have short views", async () => {
  const { train, quality } = await preparedReviews();
  expect(inspect(quality)).toMatch(/^Data quality\n {2}documents +\d+\n {2}checks +\d+\n/);
  expect(inspect(trainTestSplit(train.examples))).toMatch(
    /^Train and test split\n {2}train +\d+\n {2}test +\d+$/,
  );
  const model = await textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() }).fit(
    train,
  );
  expect(inspect(model.strongestFeatures(3))).toMatch(
    /^Strongest features of "pos"\n {2}for +\w+ \d\.\d{4}, /,
  );
});

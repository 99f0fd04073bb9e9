import { parallelTransformer } from "@imdb/features/node";
import { beforeAll, expect, test } from "vitest";
import { logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

let data: Awaited<ReturnType<typeof preparedReviews>>;
beforeAll(async () => {
  data = await preparedReviews();
});

test("the vectorizer of a text classifier transforms on threads: raw texts and those of a split", async () => {
  const model = await textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() }).fit(
    data,
  );
  const raw = data.test.texts.map((text) => text.replaceAll(" film", "<br />film &amp;amp;"));
  const transformer = parallelTransformer(model.vectorizer, { threads: 1 });
  try {
    expect(await transformer.transform(raw)).toEqual(model.vectorizer.transform(raw));
    expect(await transformer.transform(data.test.texts)).toEqual(model.vectorizer.transform(data.test.texts));
  } finally {
    await transformer.close();
  }
});

import { createSplit } from "@imdb/core";
import { dummyClassifier } from "@imdb/train";
import { beforeAll, describe, expect, test } from "vitest";
import { logisticRegression, type TextClassifierOptions, textClassifier, tfidfVectorizer } from "./index.js";
import { preparedReviews } from "./testing/noisy-reviews.js";

let data: Awaited<ReturnType<typeof preparedReviews>>;
beforeAll(async () => {
  data = await preparedReviews();
});
const make = (more: Partial<TextClassifierOptions> = {}) =>
  textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression({ C: 5 }), ...more });
const weightsBy = (weight: (i: number) => number) => data.train.examples.map((_, i) => weight(i));

describe.each([
  ["a classifier", {}],
  ["a calibrated classifier", { calibration: { method: "sigmoid" } }],
] as const)("sample weights of %s", (_, more) => {
  test("of 1 change nothing; others do", async () => {
    const plain = await make(more).fit(data);
    const ones = await make(more).fit(data, { sampleWeight: weightsBy(() => 1) });
    expect(ones.predictProba(data.test)).toEqual(plain.predictProba(data.test));
    const heavy = weightsBy((i) => (data.train.examples[i]!.label === "pos" ? 9 : 1));
    const tilted = await make(more).fit(data, { sampleWeight: heavy });
    const sum = (model: typeof plain) =>
      model.predict(data.test).reduce((all, { probabilities }) => all + probabilities.pos, 0);
    expect(sum(tilted)).toBeGreaterThan(sum(plain));
  });

  test("of 0 are the same as the documents left out", async () => {
    const { train } = data;
    const some = await make(more).fit(data, { sampleWeight: weightsBy((i) => (i % 5 === 0 ? 0 : 2)) });
    const kept = train.examples.filter((_, i) => i % 5 !== 0);
    const part = createSplit("train", kept, train.version, {
      cleaning: data.train.cleaning,
      positive: "pos",
    });
    const same = await make(more).fit(part, { sampleWeight: kept.map(() => 2) });
    expect(some.predictProba(data.test)).toEqual(same.predictProba(data.test));
    expect(some.featureCount).toBe(same.featureCount);
  });
});

test("weights that are none, or not one for each document, are refused", async () => {
  const refused = { code: "INVALID_OPTION" };
  await expect(make().fit(data, { sampleWeight: "no" as never })).rejects.toMatchObject(refused);
  await expect(make().fit(data, { sampleWeight: weightsBy(() => -1) })).rejects.toMatchObject(refused);
  await expect(make().fit(data, { sampleWeight: [1] })).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
  await expect(make().fit(data, null as never)).rejects.toMatchObject(refused);
  await expect(make().fit(data, { sampleWeights: [] } as never)).rejects.toMatchObject(refused);
  const prior = make({ classifier: dummyClassifier() });
  await prior.fit(data, { sampleWeight: weightsBy(() => 1) });
});

import { type Cleaning, createSplit, labelsOf } from "@imdb/core";
import {
  type CleanedVectorizer,
  createPipeline,
  defaultCleaning,
  lowerCase,
  stratifiedSplit,
} from "@imdb/data-pipeline";
import { evaluationReport, trainTestSplit } from "@imdb/train";
import { beforeAll, describe, expect, test } from "vitest";
import { logisticRegression, textClassifier, tfidfVectorizer } from "./index.js";

// Cleaning this text twice is not the same as once: the references are to references.
const twice = (i: number) =>
  `${i % 2 ? "great" : "dull"} &amp;amp;eacute;t${i % 3} &amp;lt;br&amp;gt; film ${i}`;
const rows = Array.from({ length: 60 }, (_, i) => {
  const label: "neg" | "pos" = i % 2 ? "pos" : "neg";
  return { id: `${i}`, label, text: twice(i) };
});
const split = stratifiedSplit({ testSize: 0.25, seed: 1 });
const options = { split, positive: "pos", nearDuplicates: "off", failOn: "never" } as const;

async function prepare() {
  const data = await createPipeline(options).process(rows);
  const classifier = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
  const model = await classifier.fit(data);
  const raw = data.test.examples.map(({ id }) => rows.find((row) => row.id === id)!.text);
  return { data, model, raw };
}

let made: Awaited<ReturnType<typeof prepare>>;
beforeAll(async () => {
  made = await prepare();
});

describe("documents of a cleaned split are cleaned once", () => {
  test("raw texts, the split, its texts, parts of them and its examples have the same predictions", () => {
    const { data, model, raw } = made;
    const expected = model.predict(raw);
    expect(expected[0]).not.toEqual(model.predict([...data.test.texts])[0]);
    expect(model.predict(data.test)).toEqual(expected);
    expect(model.predict(data.test.texts)).toEqual(expected);
    expect(model.predict(data.test.examples)).toEqual(expected);
    expect(model.predict(data.test.texts.slice(2, 5))).toEqual(expected.slice(2, 5));
    expect(model.predict(data.test.texts.filter((_, i) => i < 3))).toEqual(expected.slice(0, 3));
    expect(model.predict(data.test.examples.slice(1).reverse())).toEqual(expected.slice(1).reverse());
    expect(model.predict(data.test.examples[0]!)).toEqual(expected[0]);
    expect(model.predictBatch(data.test.texts.slice(0, 4))).toEqual(expected.slice(0, 4));
  });

  test("probabilities too", () => {
    const { data, model, raw } = made;
    const expected = model.predictProba(raw);
    expect(model.predictProba(data.test)).toEqual(expected);
    expect(model.predictProba(data.test.texts.slice(0, 2))).toEqual(expected.slice(0, 4));
    expect(model.predictProba(data.test.examples)).toEqual(expected);
  });

  test("an explanation of an example explains its prediction, in its own text", () => {
    const { data, model, raw } = made;
    const [example] = data.test.examples;
    const explained = model.explain(example!);
    expect(explained.probabilities).toEqual(model.predict(raw[0]!).probabilities);
    const { contributions, decision } = model.explain(raw[0]!);
    expect(explained.decision).toBe(decision);
    expect(explained.contributions.map(({ feature }) => feature)).toEqual(
      contributions.map(({ feature }) => feature),
    );
    for (const { feature, occurrences } of explained.contributions) {
      for (const { start, end } of occurrences)
        expect(example!.text.slice(start, end).toLowerCase()).toBe(feature);
    }
  });

  test("raw rows beside examples of a split are cleaned, each as it needs", () => {
    const { data, model, raw } = made;
    const mixed = [data.test.examples[0]!, { id: "raw", text: raw[1]! }];
    expect(model.predict(mixed)).toEqual(model.predict(raw.slice(0, 2)));
    expect(model.predictProba(mixed)).toEqual(model.predictProba(raw.slice(0, 2)));
  });
});

describe("copies of cleaned documents", () => {
  const copied = <E extends object>(examples: readonly E[]) => examples.map((example) => ({ ...example }));

  test("a copied example is not cleaned again, and with another text it is raw", () => {
    const { data, model, raw } = made;
    const expected = model.predict(raw);
    const copies = copied(data.test.examples);
    expect(model.predict(copies)).toEqual(expected);
    expect(model.predict({ ...copies[0]!, label: "neg" })).toEqual(expected[0]);
    expect(model.predict({ ...copies[0]!, text: raw[1]! })).toEqual(expected[1]);
    expect(model.predict(data.test.texts.map((text) => text))).toEqual(expected);
    expect(model.predict(data.test.texts.map((_, i) => raw[i]!))).toEqual(expected);
    expect(model.predict(Object.freeze({ ...copies[0]! }))).toEqual(expected[0]);
  });

  test("a model that is fitted on copied examples cleans raw texts", async () => {
    const { data, model, raw } = made;
    const copy = createSplit("train", copied(data.train.examples), data.train.version, { positive: "pos" });
    const classifier = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
    const again = await classifier.fit(copy);
    expect(again.cleaningSteps).toEqual(model.cleaningSteps);
    expect(again.predictProba(raw)).toEqual(model.predictProba(raw));
  });

  test("a split of which nothing is known is refused, and fitted as the caller says", async () => {
    const { data, model } = made;
    const plain = JSON.parse(JSON.stringify(data.train.examples)) as typeof data.train.examples;
    const classifier = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
    const unknown = createSplit("train", plain, data.train.version);
    await expect(classifier.fit(unknown)).rejects.toMatchObject({ code: "CLEANING_UNKNOWN" });
    const { version, cleaning } = data.train;
    const said = await classifier.fit(createSplit("train", plain, version, { cleaning }));
    expect(said.cleaningSteps.map(({ name }) => name)).toEqual(model.cleaningSteps.map(({ name }) => name));
    const raw = JSON.parse(JSON.stringify(plain)) as typeof plain;
    expect(
      (await classifier.fit(createSplit("train", raw, version, { cleaning: [] }))).cleaningSteps,
    ).toEqual([]);
    expect((await classifier.fit(trainTestSplit(rows, { cleaning: [] }).train)).cleaningSteps).toEqual([]);
  });

  test("a reference profile of texts that were cleaned otherwise, or nobody knows how, is not saved", () => {
    const { data, model } = made;
    const refused = expect.objectContaining({
      code: "INVALID_OPTION",
      details: expect.objectContaining({ option: "reference" }),
    });
    const profileOf = (cleaning?: Cleaning) => ({ columns: [], ...(cleaning && { cleaning }) });
    for (const wrong of [profileOf(), profileOf([]), profileOf([lowerCase()])]) {
      expect(() => model.toBundle({ reference: wrong })).toThrow(refused);
    }
    for (const right of [profileOf(data.train.cleaning), { note: "no profile" }]) {
      expect(model.toBundle({ reference: right }).has("reference.json")).toBe(true);
    }
  });
});

test("documents that were cleaned in another way are refused", async () => {
  const { model } = made;
  const other = await createPipeline({ ...options, cleaning: [lowerCase()] }).process(rows);
  const refused = expect.objectContaining({ code: "CLEANING_MISMATCH" });
  expect(() => model.predict(other.test)).toThrow(refused);
  expect(() => model.predict(other.test.texts.slice(0, 1))).toThrow(refused);
  expect(() => model.predictProba(other.test.examples)).toThrow(refused);
  expect(() => model.explain(other.test.examples[0]!)).toThrow(refused);
  expect(() => model.vectorizer.transform(other.test.texts)).toThrow(refused);
});

test("a page explains the errors on a cleaned split by texts that were cleaned once", async () => {
  const noisy = rows.map((row, i) => (i % 7 === 0 ? { ...row, label: "pos" as const } : row));
  const data = await createPipeline({ ...options, cleaning: defaultCleaning() }).process(noisy);
  const classifier = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
  const model = await classifier.fit(data);
  const { inner } = model.vectorizer as CleanedVectorizer;
  const composed = evaluationReport(model.classifier, inner.transform(data.test.texts), labelsOf(data.test), {
    vectorizer: inner,
    texts: data.test.texts,
    resamples: 0,
  });
  expect(composed).toContain("labelled");
  expect(evaluationReport(model, data.test, { resamples: 0 })).toBe(composed);
  const cleaning = { vectorizer: model.vectorizer, texts: data.test.texts, resamples: 0 };
  const X = model.vectorizer.transform(data.test.texts);
  expect(evaluationReport(model.classifier, X, labelsOf(data.test), cleaning)).toBe(composed);
});

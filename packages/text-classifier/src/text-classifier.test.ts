import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BundleFiles,
  cleaningOf,
  createSplit,
  decodeBundle,
  decodeManifest,
  encodeBundle,
  isFitted,
  labelsOf,
  type Split,
  withRole,
} from "@imdb/core";
import {
  type CleaningStep,
  cleanedVectorizer,
  createPipeline,
  materialize,
  openDataset,
  stratifiedSplit,
} from "@imdb/data-pipeline";
import { calibratedClassifier, evaluationReport, linearSvc, trainTestSplit } from "@imdb/train";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import {
  type DecidedEvaluation,
  type FittedTextClassifier,
  loadTextClassifier,
  logisticRegression,
  textClassifier,
  textClassifierCodecs,
  tfidfVectorizer,
} from "./index.js";

type Label = "neg" | "pos";

// What cleaning is for: line breaks, entities, references to references, control characters, decomposed accents.
const ODD = [
  "Great<br /><br />fun&hellip;",
  "caf&eacute; &amp;amp; bar",
  "a\u0007 dull\u0000 film",
  "cafe\u0301 noir",
];
const WORDS = { pos: ["great", "fun", "loved", "superb"], neg: ["dull", "bad", "hated", "awful"] };

function reviews(): { id: string; text: string; label: Label }[] {
  return (["neg", "pos"] as const).flatMap((label) =>
    Array.from({ length: 24 }, (_, i) => {
      const text = `${WORDS[label][i % 4]} ${ODD[(i * 7 + 3) % ODD.length]} film ${i}`;
      return { id: `${label}${i}`, text, label };
    }),
  );
}

const split = stratifiedSplit({ testSize: 0.25, validationSize: 0.25, seed: 1 });
const prepare = (cleaning?: readonly CleaningStep[]) =>
  createPipeline({
    split,
    positive: "pos",
    nearDuplicates: "off",
    failOn: "never",
    ...(cleaning && { cleaning }),
  }).process(reviews());
const parts = { vectorizer: tfidfVectorizer({ ngramRange: [1, 2] }), classifier: logisticRegression() };
const make = () => textClassifier(parts);

let folder: string;
let data: Awaited<ReturnType<typeof prepare>>;
let model: FittedTextClassifier<Label, DecidedEvaluation>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "text-classifier-"));
  data = await prepare();
  model = await make().fit(data);
});
afterAll(() => rm(folder, { recursive: true }));

describe("raw texts and those of the split", () => {
  test("have the same probabilities, bit for bit", () => {
    const raw = new Map(reviews().map(({ id, text }) => [id, text]));
    const { examples, texts } = data.test;
    expect(texts.some((text, i) => text !== raw.get(examples[i]!.id))).toBe(true);
    const ofSplit = model.predictProba(texts);
    const ofRaw = model.predictProba(examples.map(({ id }) => raw.get(id)!));
    expect(ofRaw).toEqual(ofSplit);
    const served = model.predict(examples.map(({ id }) => raw.get(id)!));
    served.forEach(({ probabilities }, row) => {
      expect([probabilities.neg, probabilities.pos]).toEqual([...ofSplit.subarray(2 * row, 2 * row + 2)]);
    });
  });

  test("are the same after saving and loading, as a folder and as one file", async () => {
    for (const name of ["model", "model.tar"]) {
      await model.save(join(folder, name));
      const loaded = await loadTextClassifier(join(folder, name), { labels: ["neg", "pos"] });
      expect(loaded.predict(ODD)).toEqual(model.predict(ODD));
      expect(loaded.evaluate(data.test)).toEqual(model.evaluate(data.test));
      expect(loaded.toBundle()).toEqual(model.toBundle());
    }
  });

  test("a split that was cleaned in another way is refused", async () => {
    const uncleaned = await prepare([]);
    expect(() =>
      model.evaluate({
        ...data.test,
        texts: withRole("test", [...data.test.texts], [{ name: "x", version: 1 }]),
      }),
    ).toThrow(expect.objectContaining({ code: "CLEANING_MISMATCH" }));
    // Raw texts are cleaned by the model.
    expect(model.evaluate(uncleaned.test).accuracy).toBe(model.evaluate(data.test).accuracy);
  });
});

test("the composed way makes the same bundle, byte for byte", async () => {
  const { vectorizer, matrix } = await tfidfVectorizer({ ngramRange: [1, 2] }).fitTransform(data.train.texts);
  const classifier = await logisticRegression().fit(matrix, labelsOf(data.train));
  const files = encodeBundle(
    { vectorizer: cleanedVectorizer(vectorizer), classifier },
    {
      name: "text-classifier",
      positive: "pos",
      trainingData: { version: data.version, documents: data.train.examples.length, source: "memory" },
      metrics: { accuracy: 0.5 },
      seed: 0,
      libraries: {},
    },
    textClassifierCodecs({}),
  );
  expect(model.toBundle({ metrics: { accuracy: 0.5 }, source: "memory" })).toEqual(files);
  const bare = { vectorizer, classifier };
  expect(() => encodeBundle(bare, model.toBundle() as never, textClassifierCodecs({}))).toThrow(
    expect.objectContaining({ code: "CLEANING_LEFT_OUT" }),
  );
});

test("a stored dataset has the same model, and own cleaning steps are found or asked for", async () => {
  await materialize(data, join(folder, "data"));
  const stored = await (await openDataset(join(folder, "data"))).load();
  expect((await make().fit(stored)).toBundle().get("model.safetensors")).toEqual(
    model.toBundle().get("model.safetensors"),
  );
  const shout: CleaningStep = { name: "shout", version: 1, apply: (text) => text.toUpperCase() };
  const shouted = await prepare([shout]);
  expect((await make().fit(shouted)).predict("great").label).toBe("pos");
  await materialize(shouted, join(folder, "shouted"));
  const again = await (await openDataset(join(folder, "shouted"))).load();
  await expect(make().fit(again)).rejects.toThrow(/cleaning step .*shout/);
  const own = textClassifier({ ...parts, cleaning: [shout] });
  const fitted = await own.fit(again);
  await fitted.save(join(folder, "own"));
  await expect(loadTextClassifier(join(folder, "own"))).rejects.toThrow(/shout/);
  const loaded = await loadTextClassifier(join(folder, "own"), { cleaning: [shout] });
  expect(loaded.predict("great")).toEqual(fitted.predict("great"));
});

test("the decision rule is part of the model, its bundle and its evaluation", async () => {
  const strict = model.withThreshold(data.validation!, { precision: 1 });
  expect(strict.decision).toMatchObject({ threshold: expect.any(Number), precision: 1 });
  await strict.save(join(folder, "strict"));
  const loaded = await loadTextClassifier(join(folder, "strict"));
  expect(loaded.decision).toEqual(strict.decision);
  expect(loaded.modelVersion).not.toBe(model.modelVersion);
  const never = model.withDecision({ threshold: 1 });
  expect(new Set(never.predict(ODD).map(({ label }) => label))).toEqual(new Set(["neg"]));
  expect(never.evaluate(data.test).recall).toBe(0);
  expect(() => model.withThreshold(data.test as never, { recall: 1 })).toThrow(
    expect.objectContaining({ code: "CHOSEN_ON_TEST" }),
  );
  expect(() => model.withThreshold(data.train, { recall: 1 })).toThrow(
    expect.objectContaining({ code: "CHOSEN_ON_FITTED" }),
  );
  await model.save(join(folder, "measured"), { metrics: { recall: 0.5 } });
  const measured = await loadTextClassifier(join(folder, "measured"));
  const metricsOf = (one: { toBundle(): BundleFiles }) =>
    decodeManifest(one.toBundle().get("manifest.json")!).metrics;
  expect(metricsOf(measured)).toEqual({ recall: 0.5 });
  // They were measured with the decision rule before.
  expect(metricsOf(measured.withDecision({ threshold: 0.9 }))).toEqual({});
  const careful = model.withDecision({ abstainBelow: 0.999 });
  expect(careful.predict("great").abstained).toBe(true);
});

test("the strongest features are those of the positive class, whichever name sorts last", async () => {
  const { for: pos } = model.strongestFeatures(2);
  const opposite = await textClassifier({ ...parts, positive: "neg" }).fit(data);
  const { label, for: neg, against } = opposite.strongestFeatures(2);
  expect(label).toBe("neg");
  expect(WORDS.neg).toContain(neg[0]!.name.split(" ")[0]);
  expect(against.map(({ name }) => name)).toEqual(pos.map(({ name }) => name));
  expect(opposite.strongestFeatures(2, { label: "pos" }).for).toEqual(pos);
  const linear = { kind: "x", params: {}, classes: ["neg", "pos"], featureCount: 1 };
  const unexplained = {
    params: {},
    fit: async () => ({ ...linear, predictProba: () => new Float64Array(2) }),
  };
  const other = await textClassifier({ ...parts, classifier: unexplained }).fit(data);
  expect(() => other.strongestFeatures(2)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

test("a part of cleaned data is cleaned data, in whatever way it was taken", async () => {
  const some = data.train.examples.slice(0, 20);
  const expected = cleaningOf(data.train.texts);
  const parts20 = [
    createSplit("train", some, data.version),
    createSplit("train", [...some].reverse(), data.version),
    trainTestSplit(data.train.examples, { testSize: 0.3, seed: 1 }).train,
  ];
  for (const part of parts20) {
    expect(cleaningOf(part.texts)).toEqual(expected);
    const fitted = await make().fit(part as Split<"train", Label>);
    expect(fitted.vectorizer.kind).toBe("CleanedVectorizer");
    expect(fitted.predict(ODD).map(({ probabilities }) => probabilities.pos)).toEqual(
      [...fitted.predictProba(ODD)].filter((_, i) => i % 2 === 1),
    );
  }
  expect(cleaningOf(withRole("train", data.train.texts))).toEqual(expected);
  const mixed = [...some, { id: "new", text: "as it was read<br />", label: "pos" as const }];
  expect(() => createSplit("train", mixed, data.version)).toThrow(/cleaned in one way/);
  const contradicting = { ...data.train, texts: withRole("train", [...data.train.texts]) };
  await expect(make().fit(contradicting)).rejects.toThrow(/cleaned as its cleaning says/);
});

test("what cannot be right is refused", async () => {
  // @ts-expect-error a test split is not fitted on
  await expect(make().fit(data.test)).rejects.toThrow(expect.objectContaining({ code: "NOT_TRAIN_SPLIT" }));
  // @ts-expect-error a vectorizer is required
  expect(() => textClassifier({ classifier: logisticRegression() })).toThrow(/vectorizer/);
  expect(() => textClassifier({ ...parts, positiv: "pos" } as never)).toThrow(/positive/);
  await expect(textClassifier({ ...parts, positive: "good" }).fit(data)).rejects.toThrow(/neg or pos/);
  const wanted = loadTextClassifier(join(folder, "model"), { labels: ["ham", "spam"] });
  await expect(wanted).rejects.toThrow(expect.objectContaining({ code: "LABEL_MISMATCH" }));
  expect(() => model.toBundle({ metric: {} } as never)).toThrow(/metrics/);
});

test("composites are fitted, saved and loaded without naming a codec", async () => {
  const classifier = calibratedClassifier(linearSvc());
  const calibrated = await textClassifier({ vectorizer: tfidfVectorizer(), classifier }).fit(data);
  await calibrated.save(join(folder, "calibrated"));
  const loaded = await loadTextClassifier(join(folder, "calibrated"));
  expect(loaded.predictProba(ODD)).toEqual(calibrated.predictProba(ODD));
  expect(isFitted(loaded.classifier, textClassifierCodecs({}))).toBe(true);
  const files = calibrated.toBundle();
  expect(decodeBundle(files, textClassifierCodecs({})).manifest.positive).toBe("pos");
});

test("the labels of the data are in the types of the model", () => {
  expectTypeOf(model.classes).toEqualTypeOf<readonly Label[]>();
  expectTypeOf(model.predict("x").label).toEqualTypeOf<Label>();
  expectTypeOf(model.predict(["x"])[0]!.probabilities).toEqualTypeOf<Readonly<Record<Label, number>>>();
  expectTypeOf(model.evaluate(data.test).accuracy).toEqualTypeOf<number>();
  expectTypeOf(model.withDecision({ abstainBelow: 0.9 }).evaluate(data.test).accuracy).toEqualTypeOf<
    number | undefined
  >();
  expectTypeOf(model.withDecision({ threshold: 0.5 }).positive).toEqualTypeOf<Label | undefined>();
});

test("the evaluation page of the object is that of its parts, by its positive class and its decision rule", () => {
  const strict = model.withDecision({ threshold: 0.75 });
  const { vectorizer, classifier } = strict;
  const { texts } = data.test;
  const options = { title: "Held out", resamples: 50, seed: 3 };
  const page = evaluationReport(strict, data.test, options);
  const composed = evaluationReport(classifier, vectorizer.transform(texts), labelsOf(data.test), {
    ...options,
    vectorizer,
    texts,
    decision: { threshold: 0.75 },
  });
  expect(page).toBe(composed);
  expect(page).toContain("0.75");
  expect(() => evaluationReport(strict, data.test, { positive: "pos" } as never)).toThrow(/positive/);
  const other = { ...data.test, texts: withRole("test", [...texts], [{ name: "x", version: 1 }]) };
  expect(() => evaluationReport(strict, other)).toThrow(
    expect.objectContaining({ code: "CLEANING_MISMATCH" }),
  );
});

test("costs of an unknown label do not compile, and are refused before the fit", async () => {
  const data = await prepare();
  const model = await make().fit(data);
  expect(model.withDecision({ costs: { neg: { pos: 5 }, pos: { neg: 1 } } }).decision).toBeDefined();
  const refused = expect.objectContaining({ code: "INVALID_OPTION" });
  // @ts-expect-error the labels are neg and pos
  expect(() => model.withDecision({ costs: { neg: { pos: 5 }, pos: { neg: 1 }, meh: { pos: 1 } } })).toThrow(
    refused,
  );
  // @ts-expect-error the labels are neg and pos
  expect(() => model.withDecision({ costs: { neg: { posi: 5 }, pos: { neg: 1 } } })).toThrow(refused);
  const never = { ...logisticRegression(), fit: () => Promise.reject(new Error("it was fitted")) };
  const decision = { costs: { neg: { posi: 5 }, pos: { neg: 1 } } };
  const late = textClassifier({ vectorizer: tfidfVectorizer(), classifier: never as never, decision });
  await expect(late.fit(data)).rejects.toEqual(refused);
});

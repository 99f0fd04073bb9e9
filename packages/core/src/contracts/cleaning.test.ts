import { expect, test } from "vitest";
import {
  CleaningLeftOut,
  type Codec,
  cleaningOf,
  createSplit,
  csrFromRows,
  decodePart,
  encodeBundle,
  encodePart,
  type FittedClassifier,
  type FittedVectorizer,
  fittedOn,
  labelsOf,
  withRole,
} from "../index.js";

const CLEANING = [{ name: "lower-case", version: 1, params: {} }];
const bare: FittedVectorizer = {
  kind: "bare",
  params: {},
  featureCount: 1,
  featureNames: () => ["x"],
  transform: (texts) =>
    csrFromRows(
      texts.map(() => []),
      1,
    ),
};
const classifier: FittedClassifier = {
  kind: "flat",
  params: {},
  classes: ["neg", "pos"],
  featureCount: 1,
  predictProba: (X) => new Float64Array(2 * X.rows).fill(0.5),
};
const codecs: Codec[] = [
  { kind: "bare", version: 1, encode: () => ({ params: {}, tensors: {} }), decode: () => bare },
  { kind: "flat", version: 1, encode: () => ({ params: {}, tensors: {} }), decode: () => classifier },
];
const version = `sha256:${"0".repeat(64)}` as const;
const info = {
  name: "m",
  seed: 0,
  libraries: {},
  metrics: {},
  trainingData: { version, documents: 1, source: "test" },
};

test("the texts of a split say how they were cleaned, and what is fitted on them does", () => {
  const split = createSplit("train", [{ id: "1", text: "a film", label: "pos" }], version, {
    cleaning: CLEANING,
  });
  expect(cleaningOf(split.texts)).toEqual(CLEANING);
  expect(split.cleaning).toEqual(CLEANING);
  expect(fittedOn(split.texts, bare).cleaning).toEqual(CLEANING);
  expect(cleaningOf(["a film"])).toBeUndefined();
  expect(fittedOn(withRole("train", ["a film"]), bare)).toBe(bare);
});

test("an object of a class keeps its methods", () => {
  class Own {
    readonly kind = "own";
    readonly #columns = 1;
    columns() {
      return this.#columns;
    }
  }
  const own = fittedOn(withRole("train", [], CLEANING), new Own() as never) as unknown as Own &
    FittedVectorizer;
  expect([own.columns(), own.cleaning]).toEqual([1, CLEANING]);
});

test("a bundle without the cleaning of its training texts is refused, also after the vectorizer was stored", () => {
  const vectorizer = fittedOn(withRole("train", [], CLEANING), bare);
  const stored = decodePart<FittedVectorizer>(structuredClone(encodePart(vectorizer, codecs)), codecs);
  for (const one of [vectorizer, stored]) {
    expect(() => encodeBundle({ vectorizer: one, classifier }, info, codecs)).toThrow(
      CleaningLeftOut.create({ vectorizer: "bare", cleaning: "lower-case@1" }).message,
    );
  }
  const uncleaned = fittedOn(withRole("train", [], []), bare);
  expect(encodeBundle({ vectorizer: uncleaned, classifier }, info, codecs).size).toBe(4);
});

test("a stored cleaning that is none is refused", () => {
  const part = { ...encodePart(bare, codecs), cleaning: [{ name: 7 }] };
  expect(() => decodePart(part as never, codecs)).toThrow(/its cleaning is no list of steps/);
});

test("labels know the positive class of their split, or the one that is given", () => {
  const examples = ["ok", "fraud"].map((label, i) => ({ id: `${i}`, text: label, label }));
  const split = createSplit("train", examples, version, { positive: "fraud" });
  expect(labelsOf(split).positive).toBe("fraud");
  expect(labelsOf(split, { positive: "ok" }).positive).toBe("ok");
  expect(() => labelsOf(split, { positive: "oops" })).toThrow(/fraud or ok/);
  expect(() => labelsOf(split, { positiv: "ok" } as never)).toThrow(/positiv/);
});

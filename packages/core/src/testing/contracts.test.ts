import { describe, expect, test } from "vitest";
import {
  assertTrain,
  type Classifier,
  type Codec,
  type CsrMatrix,
  csrFromRows,
  type FittedClassifier,
  type FittedVectorizer,
  fittedOn,
  InvalidBundle,
  ShapeMismatch,
  throwIfCancelled,
  type Vectorizer,
} from "../index.js";
import { type ContractCase, classifierContract, codecContract, vectorizerContract } from "./index.js";

/** A small and correct vectorizer: it counts the letters a, b and d. */
const letters: FittedVectorizer = {
  kind: "letters",
  params: {},
  featureCount: 3,
  featureNames: () => ["a", "b", "d"],
  transform: (texts) =>
    csrFromRows(
      texts.map((text) =>
        ["a", "b", "d"].flatMap((letter, column) => {
          const count = text.split(letter).length - 1;
          return count > 0 ? [[column, count] as const] : [];
        }),
      ),
      3,
    ),
};
const lettersOf: Vectorizer = {
  params: {},
  async fit(train) {
    assertTrain(train);
    return fittedOn(train, letters);
  },
  async fitTransform(train) {
    assertTrain(train);
    return { vectorizer: fittedOn(train, letters), matrix: letters.transform(train) };
  },
};

/** A small and correct classifier: it predicts the share of the second class in the labels. */
const prior: Classifier = {
  params: {},
  async fit(X, y, run) {
    assertTrain(y);
    throwIfCancelled(run?.signal, "Fitting");
    if (y.codes.length !== X.rows)
      throw ShapeMismatch.create({ what: "Labels", expected: X.rows, actual: y.codes.length });
    const share = y.codes.reduce((sum, code) => sum + code, 0) / y.codes.length;
    return {
      kind: "prior",
      params: {},
      classes: y.classes,
      featureCount: X.cols,
      predictProba(rows: CsrMatrix) {
        if (rows.cols !== X.cols)
          throw ShapeMismatch.create({ what: "Columns", expected: X.cols, actual: rows.cols });
        return Float64Array.from({ length: 2 * rows.rows }, (_, i) => (i % 2 === 1 ? share : 1 - share));
      },
    } satisfies FittedClassifier;
  },
};

interface Weights {
  readonly kind: "weights";
  readonly w: Float64Array;
}
const weights: Codec<Weights> = {
  kind: "weights",
  version: 1,
  encode: ({ w }) => ({ params: { n: w.length }, tensors: { w: { shape: [w.length], data: w } } }),
  decode({ params, tensors }) {
    const w = tensors["w"];
    if (
      !(w?.data instanceof Float64Array) ||
      w.data.length !== params["n"] ||
      !w.data.every(Number.isFinite)
    ) {
      throw InvalidBundle.create({ problem: "weights are missing or wrong" });
    }
    return { kind: "weights", w: w.data };
  },
};
const some: Weights = { kind: "weights", w: Float64Array.of(1, 2) };

const outcome = async (cases: readonly ContractCase[]) => {
  const broken: string[] = [];
  for (const { name, run } of cases) {
    await run().catch((error: Error) => broken.push(`${name}: ${error.message}`));
  }
  return broken;
};

describe("a contract suite passes for a correct implementation", () => {
  for (const { name, run } of vectorizerContract(() => lettersOf)) test(`vectorizer: ${name}`, run);
  for (const { name, run } of classifierContract(() => prior)) test(`classifier: ${name}`, run);
  for (const { name, run } of codecContract(weights, () => some)) test(`codec: ${name}`, run);
});

describe("a contract suite finds", () => {
  const vectorizer = (change: Partial<FittedVectorizer>, more: Partial<Vectorizer> = {}) =>
    vectorizerContract(() => ({
      ...lettersOf,
      async fit(train) {
        assertTrain(train);
        return { ...letters, ...change };
      },
      ...more,
    }));

  test.each<[string, ContractCase[], RegExp]>([
    ["a name too few", vectorizer({ featureNames: () => ["a"] }), /1 names, 3 features/],
    ["a row too few", vectorizer({ transform: (t) => letters.transform(t.slice(1)) }), /4 rows for 5 texts/],
    [
      "rows that depend on each other",
      vectorizer({ transform: (t) => letters.transform(t.map((x) => x + "a".repeat(t.length))) }),
      /its text is alone/,
    ],
    [
      "an invalid matrix",
      vectorizer({ transform: (t) => ({ ...letters.transform(t), values: new Float32Array(1) }) }),
      /values/,
    ],
    ["a cleaning that is lost", vectorizer({}), /the cleaning is lost/],
    ["fitting on a test split", vectorizer({}, { fit: async () => letters }), /instead of NOT_TRAIN_SPLIT/],
    [
      "another matrix of fitTransform",
      vectorizer({}, { fitTransform: async () => ({ vectorizer: letters, matrix: csrFromRows([], 3) }) }),
      /the matrices differ/,
    ],
    [
      "a classifier that takes any labels",
      classifierContract(() => ({
        params: {},
        fit: async (X, y) => prior.fit(X, { ...y, role: "train" } as never),
      })),
      /instead of NOT_TRAIN_SPLIT/,
    ],
    [
      "a classifier that cannot be cancelled",
      classifierContract(() => ({ params: {}, fit: (X, y) => prior.fit(X, y) })),
      /fit threw undefined/,
    ],
    [
      "a codec of another kind",
      codecContract({ ...weights, kind: "other" }, () => some),
      /the codec one of other/,
    ],
    [
      "a codec that loses values",
      codecContract(
        { ...weights, decode: () => ({ kind: "weights" as const, w: Float64Array.of(0, 0) }) },
        () => some,
      ),
      /changed when it was written/,
    ],
    [
      "a careless codec",
      codecContract(
        {
          ...weights,
          decode: ({ tensors }) => ({
            kind: "weights" as const,
            w: (tensors["w"] as { data: Float64Array }).data,
          }),
        },
        () => some,
      ),
      /is no typed error/,
    ],
    [
      "an unstable codec",
      codecContract({ ...weights, encode: () => ({ params: { at: counter++ }, tensors: {} }) }, () => some),
      /two encodings differ/,
    ],
  ])("%s", async (_what, cases, message) => {
    expect((await outcome(cases)).join("\n")).toMatch(message);
    expect((await outcome(cases)).length).toBeGreaterThan(0);
  });
});

let counter = 0;

import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  assertTrain,
  byCodePoint,
  type Classifier,
  type CsrMatrix,
  contentHash,
  createSplit,
  csrFromRows,
  type FittedClassifier,
  type FittedVectorizer,
  type Labels,
  labelsOf,
  NotTrainSplit,
  roleOf,
  type TrainLabels,
  type TrainTexts,
  type Vectorizer,
  withRole,
} from "../index.js";

const examples = [
  { id: "1", text: "good", label: "pos" },
  { id: "2", text: "bad", label: "neg" },
] as const;
const train = createSplit("train", examples, contentHash(examples));
const test_ = createSplit("test", examples, contentHash(examples));

describe("what is fitted on, at run time", () => {
  test("train texts and train labels pass", () => {
    expect(() => assertTrain(train.texts)).not.toThrow();
    expect(() => assertTrain(labelsOf(train))).not.toThrow();
    expect(roleOf(train.texts)).toBe("train");
  });

  test.each([
    ["test texts", test_.texts],
    ["test labels", labelsOf(test_)],
    ["a plain array", ["good"]],
    ["a copy that lost its role", [...train.texts]],
    ["a slice that lost its role", train.texts.slice()],
    ["texts after a structured clone", structuredClone(train.texts)],
    ["nothing", undefined],
    ["null", null],
    ["a string", "train"],
    ["an object", { role: "train" }],
  ])("%s do not", (_what, given) => {
    let error: unknown;
    try {
      assertTrain(given as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(NotTrainSplit.is(error)).toBe(true);
  });

  test("the role cannot be changed, and the given array is not modified", () => {
    const given = ["a"];
    const texts = withRole("test", given);
    expect(roleOf(given)).toBeUndefined();
    expect(() => Object.assign(texts, { [Symbol.for("@imdb/core/role")]: "train" })).toThrow(TypeError);
  });
});

describe("labelsOf", () => {
  test("codes point into the classes, which are in code point order", () => {
    const label = fc.constantFrom("b", "a", "\u{1f600}", "\uffff", "é");
    fc.assert(
      fc.property(fc.array(label), (given) => {
        const split = {
          role: "train" as const,
          examples: given.map((l, i) => ({ id: `${i}`, text: "", label: l })),
        };
        const { classes, codes } = labelsOf(split);
        expect(Array.from(codes, (code) => classes[code])).toEqual(given);
        expect([...classes]).toEqual([...new Set(given)].sort(byCodePoint));
      }),
    );
  });

  test("accepts a larger label set, in any order, with duplicates", () => {
    expect(labelsOf(train, { classes: ["pos", "neg", "none", "pos"] } as never)).toEqual({
      role: "train",
      classes: ["neg", "none", "pos"],
      codes: Int32Array.of(2, 0),
    });
  });

  test("names the first example without a known label", () => {
    const unlabelled = { role: "train" as const, examples: [...examples, { id: "x", text: "?" }] };
    expect(() => labelsOf(unlabelled)).toThrow(/x, which has none/);
    expect(() => labelsOf(train, { classes: ["pos"] } as never)).toThrow(/2, which has "neg"/);
  });
});

/** Never called: these lines are here to be compiled. */
export async function leaksDoNotCompile(
  vectorizer: Vectorizer,
  classifier: Classifier,
  X: CsrMatrix,
  all: Labels,
): Promise<void> {
  await vectorizer.fit(train.texts);
  // @ts-expect-error a test split is not fitted on
  await vectorizer.fit(test_.texts);
  // @ts-expect-error nor are texts of no split
  await vectorizer.fit(["a", "b"]);
  // @ts-expect-error nor a copy that lost its role
  await vectorizer.fit([...train.texts]);
  // @ts-expect-error nor in one pass
  await vectorizer.fitTransform(test_.texts);
  // @ts-expect-error an unfitted vectorizer does not transform
  vectorizer.transform(["a"]);
  // @ts-expect-error an unfitted classifier does not predict
  classifier.predictProba(X);
  await classifier.fit(X, labelsOf(train));
  // @ts-expect-error labels of a test split are not fitted on
  await classifier.fit(X, labelsOf(test_));
  // @ts-expect-error nor labels of any split
  await classifier.fit(X, all);
  // @ts-expect-error a fitted vectorizer is not fitted again
  (await vectorizer.fit(train.texts)).fit(train.texts);
  // @ts-expect-error a matrix cannot be written to
  X.rows = 3;
}

test("types carry role and labels", () => {
  expectTypeOf(train.texts).toExtend<TrainTexts>();
  expectTypeOf(test_.texts).not.toExtend<TrainTexts>();
  expectTypeOf(labelsOf(train)).toExtend<TrainLabels<"pos" | "neg">>();
  expectTypeOf(labelsOf(train).classes).toEqualTypeOf<readonly ("pos" | "neg")[]>();
  expectTypeOf<string[]>().not.toExtend<TrainTexts>();
  expectTypeOf<Awaited<ReturnType<Vectorizer["fit"]>>>().toEqualTypeOf<FittedVectorizer>();
  expectTypeOf<Awaited<ReturnType<Classifier["fit"]>>>().toEqualTypeOf<FittedClassifier>();
  expectTypeOf(csrFromRows).returns.toEqualTypeOf<CsrMatrix>();
});

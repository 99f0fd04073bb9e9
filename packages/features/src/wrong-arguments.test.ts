import { ImdbError, type TrainLabels, withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  columnScaler,
  countVectorizer,
  createFeatureCodecs,
  customTokenizer,
  denseFeatures,
  featureUnion,
  hashingVectorizer,
  mutualInformation,
  nbWeighting,
  pipeline,
  selectKBest,
  tfidfTransformer,
  tfidfVectorizer,
  truncatedSvd,
} from "./index.js";
import { parallelTransformer, parallelVectorizer } from "./node/index.js";
import { winkTokenizer } from "./wink/index.js";

const count = countVectorizer();
const train = withRole("train", ["good film"]);
const fitted = await count.fit(train);
const matrix = fitted.transform(train);
const labels: TrainLabels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0) };
const parallel = parallelTransformer(fitted, { threads: 1 });
const transformers = [tfidfTransformer(), columnScaler(), truncatedSvd({ nComponents: 1 })];
const supervised = [nbWeighting(), selectKBest({ k: 1 }), selectKBest({ k: 1, score: "mutualInformation" })];
const learnt = [...transformers.map((one) => one.fit(matrix, train)), nbWeighting().fit(matrix, labels)];
const selection = selectKBest({ k: 1 }).fit(matrix, labels);
const vectorizers = [
  count,
  tfidfVectorizer(),
  hashingVectorizer(),
  denseFeatures(),
  parallelVectorizer(count),
  featureUnion({ a: count }),
  pipeline(count, transformers),
];
const withLabels = pipeline(count, [nbWeighting()]);
const scorer = fitted.linearScorer({ coef: new Float64Array(2), intercept: new Float64Array(1) });

/** Makers by the argument that their error names. All are called with what types would refuse. */
const MAKERS: Record<string, readonly ((wrong: never) => unknown)[]> = {
  options: [
    countVectorizer,
    tfidfVectorizer,
    hashingVectorizer,
    denseFeatures,
    tfidfTransformer,
    nbWeighting,
    columnScaler,
    selectKBest,
    truncatedSvd,
    createFeatureCodecs,
    winkTokenizer,
    (wrong) => parallelVectorizer(count, wrong),
    (wrong) => parallelTransformer(fitted, wrong),
  ],
  vectorizer: [(wrong) => pipeline(wrong, []), parallelVectorizer, parallelTransformer],
  steps: [(wrong) => pipeline(count, wrong)],
  parts: [featureUnion],
  kind: [(wrong) => customTokenizer(wrong, () => [])],
  tokenize: [(wrong) => customTokenizer("mine", wrong)],
  texts: [
    fitted.transform,
    scorer,
    hashingVectorizer().transform,
    denseFeatures().transform,
    parallel.transform,
  ],
  weights: [fitted.linearScorer],
  matrix: [
    fitted.inverseTransform,
    ...[...learnt, selection].map((one) => one.transform),
    ...transformers.map((one) => (wrong: never) => one.fit(wrong, train)),
    ...supervised.map((one) => (wrong: never) => one.fit(wrong, labels)),
    (wrong) => mutualInformation(wrong, labels),
  ],
  inputNames: [selection.featureNames, columnScaler().fit(matrix, train).featureNames],
  run: [
    ...vectorizers.flatMap((one) => [
      (wrong: never) => one.fit(train, wrong),
      (wrong: never) => one.fitTransform(train, wrong),
    ]),
    (wrong) => withLabels.fit(train, labels, wrong),
    (wrong) => parallel.transform(["good"], wrong),
  ],
  signal: vectorizers.map((one) => (wrong: never) => one.fit(train, { signal: wrong })),
  onProgress: vectorizers.map((one) => (wrong: never) => one.fit(train, { onProgress: wrong })),
  text: [fitted.locate, fitted.countTerms],
};
/** What each may be by mistake, where it is not right. */
const WRONG: Record<string, readonly unknown[]> = {
  kind: [null, "", 3, ["a"]],
  text: [null, undefined, 3, ["a"]],
  texts: [null, "good film", 3, {}, ["a", null]],
  steps: [null, "a", 3, {}, [null]],
  weights: [null, undefined, 3, "a", {}, [], { coef: [1, 2] }],
  matrix: [null, undefined, 3, "a", {}, [], [[1, 2]]],
  inputNames: [null, undefined, 3, "a", {}],
};

async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error;
  }
}

for (const [argument, makers] of Object.entries(MAKERS)) {
  describe(`a wrong value of ${argument} is a typed error that names it`, () => {
    test.each(WRONG[argument] ?? [null, "a", 3, ["a"]])("%j", async (wrong) => {
      for (const make of makers) {
        const error = await errorOf(() => make(wrong as never));
        expect(error).toBeInstanceOf(ImdbError);
        expect(error).toMatchObject({ code: "INVALID_OPTION" });
        expect((error as ImdbError).details["option"]).toMatch(new RegExp(`^${argument}(?:$|[.[])`));
      }
    });
  });
}

test("a misspelt option of the makers that take few is refused", () => {
  for (const make of [createFeatureCodecs, (o: never) => parallelVectorizer(count, o)]) {
    expect(() => make({ thread: 2 } as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  }
});

test.each([...vectorizers.keys()])(
  "the fit of vectorizer %i refuses a run option that does not exist",
  async (i) => {
    const refused = { code: "INVALID_OPTION", remedy: "Write seed instead of sed." };
    const run = { sed: 1 } as never;
    expect(await errorOf(() => vectorizers[i]!.fit(train, run))).toMatchObject(refused);
    expect(await errorOf(() => vectorizers[i]!.fitTransform(train, run))).toMatchObject(refused);
  },
);

test("a transformer on threads refuses a run option that does not exist", async () => {
  expect(await errorOf(() => parallel.transform(["good"], { sed: 1 } as never))).toMatchObject({
    code: "INVALID_OPTION",
    remedy: "Write seed instead of sed.",
  });
});

test("a train text that is no string is refused, and its place named", async () => {
  const texts = withRole("train", ["good film", null as unknown as string]);
  await expect(count.fit(texts)).rejects.toMatchObject({ details: { option: "texts[1]" } });
});

test.each([
  ["a code below 0", { codes: Int32Array.of(-1) }, "LABEL_OUT_OF_RANGE"],
  ["a code that is no class", { codes: Int32Array.of(2) }, "LABEL_OUT_OF_RANGE"],
  ["too few codes", { codes: Int32Array.of() }, "SHAPE_MISMATCH"],
  ["codes that are none", { codes: null }, "INVALID_OPTION"],
  ["no classes", { classes: undefined }, "INVALID_OPTION"],
  ["another role", { role: "test" }, "NOT_TRAIN_SPLIT"],
])("labels with %s are refused", async (_name, change, code) => {
  const wrong = { ...labels, ...change } as TrainLabels;
  for (const one of [...supervised, ...transformers]) {
    expect(await errorOf(() => one.fit(matrix, wrong))).toMatchObject({ code });
  }
  expect(await errorOf(() => mutualInformation(matrix, wrong))).toMatchObject({ code });
  expect(await errorOf(() => withLabels.fit(train, wrong))).toMatchObject({ code });
});

test.each([null, undefined, 3, "a", {}, []])("%j in place of labels is refused", async (wrong) => {
  for (const fit of [...supervised.map((one) => () => one.fit(matrix, wrong as never)), fitWithLabels]) {
    expect(await errorOf(() => fit(wrong as never))).toMatchObject({ code: "NOT_TRAIN_SPLIT" });
  }
});

test("names of columns that are too few or too many are refused", () => {
  for (const one of [selection, nbWeighting().fit(matrix, labels)]) {
    expect(() => one.featureNames(["a"])).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  }
});

function fitWithLabels(wrong: TrainLabels) {
  return withLabels.fit(train, wrong);
}

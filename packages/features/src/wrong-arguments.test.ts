import { ImdbError, withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  columnScaler,
  countVectorizer,
  createFeatureCodecs,
  customTokenizer,
  denseFeatures,
  featureUnion,
  hashingVectorizer,
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
const fitted = await count.fit(withRole("train", ["good film"]));
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
  texts: [fitted.transform, scorer, hashingVectorizer().transform, denseFeatures().transform],
  text: [fitted.locate, fitted.countTerms],
};
/** What each may be by mistake, where it is not right. */
const WRONG: Record<string, readonly unknown[]> = {
  kind: [null, "", 3, ["a"]],
  text: [null, undefined, 3, ["a"]],
  texts: [null, "good film", 3, {}, ["a", null]],
  steps: [null, "a", 3, {}, [null]],
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

test("a train text that is no string is refused, and its place named", async () => {
  const train = withRole("train", ["good film", null as unknown as string]);
  await expect(count.fit(train)).rejects.toMatchObject({ details: { option: "texts[1]" } });
});

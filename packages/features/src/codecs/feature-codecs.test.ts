import { canonicalJson, type EncodedPart, type FittedVectorizer, ImdbError, withRole } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { fittedUnion } from "../compose/feature-union.js";
import {
  countVectorizer,
  createFeatureCodecs,
  customTokenizer,
  featureCodecs,
  tfidfVectorizer,
} from "../index.js";

const TRAIN = withRole("train", [
  "A good film, a very good film.",
  "A bad film.",
  "caf\u00e9 \u{1F600} \ud800 x",
]);
const VECTORIZERS = {
  count: countVectorizer({ ngramRange: [1, 2] }),
  tfidf: tfidfVectorizer({ ngramRange: [1, 3], minDf: 1, sublinearTf: true, stopWords: ["very"] }),
  characters: tfidfVectorizer({ analyzer: "charWb", ngramRange: [2, 3] }),
  given: countVectorizer({ vocabulary: ["film", "bad film", "absent"], ngramRange: [1, 2] }),
};

function codecOf(kind: string) {
  return featureCodecs.find((codec) => codec.kind === kind)!;
}

/** What a part is after it has been through the files of a bundle. */
function throughFile(part: EncodedPart): EncodedPart {
  const tensors = Object.entries(part.tensors).map(([name, { shape, data }]) => [
    name,
    { shape, data: data.slice() },
  ]);
  return { params: JSON.parse(canonicalJson(part.params)), tensors: Object.fromEntries(tensors) };
}

for (const [name, vectorizer] of Object.entries(VECTORIZERS)) {
  describe(`the codec of ${name}`, () => {
    test("returns a vectorizer that does the same", async () => {
      const fitted: FittedVectorizer = await vectorizer.fit(TRAIN);
      const codec = codecOf(fitted.kind);
      const decoded = codec.decode(throughFile(codec.encode(fitted)), 1) as FittedVectorizer;
      expect(decoded.transform(TRAIN)).toEqual(fitted.transform(TRAIN));
      expect(decoded.featureNames()).toEqual(fitted.featureNames());
      expect(decoded.params).toEqual(fitted.params);
      expect(codec.encode(decoded)).toEqual(codec.encode(fitted));
    });

    test("any damaged number leads to a typed error or a vectorizer that works, never to a crash", async () => {
      const fitted: FittedVectorizer = await vectorizer.fit(TRAIN);
      const codec = codecOf(fitted.kind);
      const names = Object.keys(codec.encode(fitted).tensors);
      const damage = fc.tuple(
        fc.constantFrom(...names),
        fc.nat(),
        fc.constantFrom(-2, -1, 0, 1, 2 ** 31, Number.NaN),
      );
      fc.assert(
        fc.property(damage, ([tensor, at, value]) => {
          const part = throughFile(codec.encode(fitted));
          const { data } = part.tensors[tensor]!;
          data[at % data.length] = value;
          try {
            (codec.decode(part, 1) as FittedVectorizer).transform(["a good film"]);
          } catch (error) {
            expect(ImdbError.isInstance(error) && error.code).toBe("INVALID_BUNDLE");
          }
        }),
        { numRuns: rounds(60, 400) },
      );
    });

    test("missing tensors, other types and hostile parameters are refused", async () => {
      const fitted: FittedVectorizer = await vectorizer.fit(TRAIN);
      const codec = codecOf(fitted.kind);
      const { params, tensors } = codec.encode(fitted);
      for (const tensor of Object.keys(tensors)) {
        const { [tensor]: _, ...rest } = tensors;
        expect(() => codec.decode({ params, tensors: rest }, 1)).toThrow(/is missing/);
        const other = { ...tensors, [tensor]: { shape: [1], data: Float32Array.of(1) } };
        expect(() => codec.decode({ params, tensors: other }, 1)).toThrow(/is not a vector/);
      }
      const hostile = [
        { ngramRange: 3 },
        { analyzer: "eval" },
        { tokenizer: { kind: "../x" } },
        { tokenizer: null },
        { minDf: "2" },
      ];
      for (const change of hostile) {
        const part = { params: { ...params, ...change }, tensors } as EncodedPart;
        expect(() => codec.decode(part, 1)).toThrow(/Not a usable model bundle/);
      }
    });
  });
}

test("a bare function cannot be saved; a named tokenizer can, where both sides know it", async () => {
  const bare = await tfidfVectorizer({ tokenizer: (text) => text.split(" ") }).fit(TRAIN);
  expect(() => codecOf("tfidf").encode(bare)).toThrow(/TOKENIZER_NOT_SERIALIZABLE|is a function/);

  const spaces = customTokenizer("spaces", (text) => text.split(" "));
  const named = await tfidfVectorizer({ tokenizer: spaces }).fit(TRAIN);
  expect(() => codecOf("tfidf").encode(named)).toThrow(/"spaces" is a function/);
  const [, codec] = createFeatureCodecs({ tokenizers: [spaces] });
  const part = codec!.encode(named);
  expect(() => codecOf("tfidf").decode(part, 1)).toThrow(/spaces.* was not given/);
  expect((codec!.decode(part, 1) as FittedVectorizer).transform(TRAIN)).toEqual(named.transform(TRAIN));
});

test("a union with a part named __proto__, which no reader takes, is refused when it is written", async () => {
  const inner = await countVectorizer().fit(TRAIN);
  const union = fittedUnion(Object.fromEntries([["__proto__", inner]]));
  expect(() => codecOf("feature-union").encode(union as never)).toThrow(
    /part named __proto__ cannot be read/,
  );
});

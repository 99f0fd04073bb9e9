import { type CsrMatrix, withRole } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { wordText } from "../testing/word-text.js";
import { sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import { TokenBuffer, textOf } from "../tokenizers/token-buffer.js";
import { SCANNER, type ScanningTokenizer, type Tokenizer } from "../tokenizers/tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import { lowerCase } from "../unicode/lower-case.js";
import { isSpace } from "../unicode/white-space.js";
import type { CountOptions } from "./count-options.js";
import { countVectorizer } from "./count-vectorizer.js";
import { fitReference, type Groups, type ReferenceOptions, transformReference } from "./reference.js";
import { tfidfVectorizer } from "./tfidf-vectorizer.js";

interface Analysis {
  readonly options: CountOptions;
  readonly reference: Pick<ReferenceOptions, "joiner" | "keepsShort">;
  readonly groupsOf: (text: string) => Groups;
}

const tokensOf = (tokenizer: Tokenizer) => (text: string) => [
  tokenizer.tokenize(lowerCase(text)).map((token) => token.text),
];
const words = { joiner: " ", keepsShort: false } as const;
const STOP_WORDS = ["good", "a"];
const splitAtO = (text: string) => text.split("o");

/** How each analyzer makes tokens, in plain code. */
const ANALYSES: Record<string, Analysis> = {
  words: { options: {}, reference: words, groupsOf: tokensOf(wordTokenizer()) },
  "words but stop words": {
    options: { stopWords: STOP_WORDS },
    reference: words,
    groupsOf: (text) =>
      tokensOf(wordTokenizer())(text).map((tokens) => tokens.filter((word) => !STOP_WORDS.includes(word))),
  },
  "sentiment tokens": {
    options: { tokenizer: sentimentTokenizer() },
    reference: words,
    groupsOf: scannedTokens,
  },
  "tokens of a function": {
    options: { tokenizer: splitAtO },
    reference: words,
    groupsOf: (text) => [splitAtO(lowerCase(text))],
  },
  characters: {
    options: { analyzer: "char" },
    reference: { joiner: "", keepsShort: false },
    groupsOf: (text) => [spaced(text)],
  },
  "characters in words": {
    options: { analyzer: "charWb" },
    reference: { joiner: "", keepsShort: true },
    groupsOf: (text) => [...splitAtSpaces(lowerCase(text))].map((word) => [" ", ...Array.from(word), " "]),
  },
};

/** Tokens as this scanner lowers them: of U+0130 it keeps no dot. */
function scannedTokens(given: string): Groups {
  const buffer = new TokenBuffer();
  (sentimentTokenizer() as ScanningTokenizer)[SCANNER](true).scan(given, buffer);
  const { count, units, from, to } = buffer;
  return [Array.from({ length: count }, (_, i) => textOf(units, from[i]!, to[i]!))];
}

/** The code points of a text; several white-space characters in a row are one space. */
function spaced(text: string): string[] {
  const characters = Array.from(lowerCase(text));
  const isBlank = (character: string | undefined) =>
    character !== undefined && isSpace(character.charCodeAt(0));
  return characters.flatMap((character, i) => {
    if (!isBlank(character)) return [character];
    if (isBlank(characters[i - 1])) return [];
    return [isBlank(characters[i + 1]) ? " " : character];
  });
}

function splitAtSpaces(text: string): string[] {
  const marked = Array.from(text, (character) => (isSpace(character.charCodeAt(0)) ? " " : character));
  return marked.join("").split(" ").filter(Boolean);
}

const text = fc.oneof(
  { weight: 3, arbitrary: wordText },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom("good\t film", "  a  b ", "\ud800", "don't :)", "\u0130x") },
);
const weighting = fc.record({
  norm: fc.constantFrom("l1" as const, "l2" as const, null),
  useIdf: fc.boolean(),
  smoothIdf: fc.boolean(),
  sublinearTf: fc.boolean(),
});
const counting = fc.record({
  ngramRange: fc.constantFrom<readonly [number, number]>([1, 1], [1, 2], [2, 2], [1, 3], [2, 4]),
  minDf: fc.constantFrom(1, 2, 0.2),
  maxDf: fc.constantFrom(1, 0.9, 4),
  maxFeatures: fc.constantFrom(null, 1, 5, 20),
  binary: fc.boolean(),
});

function rowsOf({ indptr, indices, values }: CsrMatrix) {
  return { ends: [...indptr.subarray(1)], columns: [...indices], values: [...values] };
}

for (const [name, { options, reference, groupsOf }] of Object.entries(ANALYSES)) {
  describe(`${name}: vocabulary, counts and weights are the reference's, byte for byte`, () => {
    test.each(["countVectorizer", "tfidfVectorizer"])("%s", async (maker) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(text, { maxLength: 12 }),
          fc.array(text, { maxLength: 6 }),
          counting,
          weighting,
          async (some, unseen, count, weights) => {
            const train = ["good film good ones", ...some, "a good film"];
            const isCount = maker === "countVectorizer";
            const definition = { ...count, ...reference, weighting: isCount ? null : weights };
            const expected = fitReference(train.map(groupsOf), definition);
            fc.pre(expected.terms.length > 0);
            const vectorizer = isCount
              ? countVectorizer({ ...options, ...count })
              : tfidfVectorizer({ ...options, ...count, ...weights });
            const fitted = await vectorizer.fitTransform(withRole("train", train));
            expect(fitted.vectorizer.featureNames()).toEqual(expected.terms);
            for (const [texts, matrix] of [
              [train, fitted.matrix],
              [unseen, fitted.vectorizer.transform(unseen)],
            ] as const) {
              expect(rowsOf(matrix)).toEqual(transformReference(texts.map(groupsOf), expected, definition));
            }
          },
        ),
        { numRuns: rounds(60, 600) },
      );
    });
  });
}

test("decisions of a linear model are sums of the reference's values, in column order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 8 }), counting, weighting, async (some, count, weights) => {
      const train = ["good film good ones", ...some, "a good film"];
      const definition = { ...count, ...words, weighting: weights };
      const groupsOf = ANALYSES["words"]!.groupsOf;
      const expected = fitReference(train.map(groupsOf), definition);
      fc.pre(expected.terms.length > 0);
      const fitted = await tfidfVectorizer({ ...count, ...weights }).fit(withRole("train", train));
      const coef = Float64Array.from(expected.terms, (_, column) => 3 * Math.sin(column + 1));
      const score = fitted.linearScorer({ coef, intercept: Float64Array.of(0.1) });
      const { ends, columns, values } = transformReference(train.map(groupsOf), expected, definition);
      const sums = ends.map((end, row) => {
        let sum = 0.1;
        for (let k = ends[row - 1] ?? 0; k < end; k++) sum += coef[columns[k]!]! * values[k]!;
        return sum;
      });
      expect([...score(train)]).toEqual(sums);
    }),
    { numRuns: rounds(60, 600) },
  );
});

test("words are the runs of at least two letters, digits and underscores of the lowered text", () => {
  // Not of all of Unicode: the engine's tables may be newer than this package's.
  fc.assert(
    fc.property(fc.oneof(wordText, fc.string({ maxLength: 40 })), (given) => {
      expect(ANALYSES["words"]!.groupsOf(given)).toEqual([
        lowerCase(given).match(/[\p{L}\p{N}_]{2,}/gu) ?? [],
      ]);
    }),
  );
});

import { withRole } from "@imdb/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { wordText } from "../testing/word-text.js";
import { STATE } from "../vectorizers/state.js";
import { type TfidfOptions, tfidfVectorizer } from "../vectorizers/tfidf-vectorizer.js";
import { type ColumnFinder, columnFinder, plainFinder } from "./find-columns.js";
import { termLookup } from "./term-lookup.js";

/** Finders of the columns of a text, with the kernel and without; and whether the plain one was needed. */
async function finders(texts: readonly string[], options: TfidfOptions) {
  const { [STATE]: state } = await tfidfVectorizer(options).fit(withRole("train", texts));
  const { analyzer, vocabulary } = state;
  let isNeeded = false;
  const fast = columnFinder(analyzer, vocabulary, () => {
    isNeeded = true;
    return termLookup(vocabulary);
  });
  const plain = plainFinder(analyzer, vocabulary, termLookup(vocabulary));
  const columnsOf = (finder: ColumnFinder, text: string) => {
    const columns = finder.find(text);
    return [...columns.subarray(0, finder.count)];
  };
  return {
    fast: (text: string) => columnsOf(fast, text),
    plain: (text: string) => columnsOf(plain, text),
    isPlainNeeded: () => isNeeded,
  };
}

test("columns are those found without the kernel", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(wordText, { minLength: 1, maxLength: 20 }),
      fc.array(wordText, { maxLength: 10 }),
      fc.constantFrom<readonly [number, number]>([1, 1], [1, 2], [2, 2], [1, 3], [2, 4]),
      fc.boolean(),
      async (known, others, ngramRange, lowercase) => {
        const { fast, plain, isPlainNeeded } = await finders([...known, "good film very bad good film"], {
          ngramRange,
          lowercase,
        });
        for (const text of [...known, ...others]) expect(fast(text)).toEqual(plain(text));
        expect(isPlainNeeded()).toBe(false);
      },
    ),
    { numRuns: rounds(60, 400) },
  );
});

test("the columns of a text too long for the kernel, and of characters, are found without it", async () => {
  const long = "good film ".repeat(10_000);
  const words = await finders(["good film"], { ngramRange: [1, 2] });
  expect(words.fast(long)).toEqual(words.plain(long));
  expect(words.fast("good film")).toEqual([0, 1, 2]);
  expect(words.isPlainNeeded()).toBe(true);
  const characters = await finders(["good film"], { analyzer: "char", ngramRange: [2, 3] });
  expect(characters.fast("a good one")).toEqual(characters.plain("a good one"));
});

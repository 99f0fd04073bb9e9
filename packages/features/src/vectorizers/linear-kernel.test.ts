import { withRole } from "@imdb/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { plainFinder } from "../engine/find-columns.js";
import { quickHash } from "../engine/interner.js";
import { termLookup } from "../engine/term-lookup.js";
import { wordText } from "../testing/word-text.js";
import { writeKey } from "../tokenizers/token-key.js";
import { distinctValues } from "./distinct-values.js";
import { linearKernel, type WeighedTerms } from "./linear-kernel.js";
import { plainScorer } from "./linear-scorer.js";
import { STATE } from "./state.js";
import { type TfidfOptions, tfidfVectorizer } from "./tfidf-vectorizer.js";
import { sublinear } from "./weighting.js";

/** Scorers of an invented model of some texts, with the kernel and without. */
async function scorers(texts: readonly string[], options: TfidfOptions, outputs = 1) {
  const { idf, [STATE]: state } = await tfidfVectorizer(options).fit(withRole("train", texts));
  const { analyzer, vocabulary } = state;
  const columns = vocabulary.nodeOf.length;
  const terms: WeighedTerms = {
    idf: distinctValues(idf),
    ofCount: analyzer.binary ? () => 1 : options.sublinearTf ? sublinear : (times) => times,
    norm: options.norm === undefined ? "l2" : options.norm,
    model: {
      coef: Float64Array.from({ length: outputs * columns }, (_, k) => Math.sin(k + 1) * 3),
      intercept: Float64Array.from({ length: outputs }, (_, o) => Math.cos(o)),
    },
  };
  const fast = linearKernel(analyzer, vocabulary, terms);
  const plain = plainScorer(plainFinder(analyzer, vocabulary, termLookup(vocabulary)), columns, terms);
  const decisions = (text: string, score: typeof plain): number[] | null => {
    const into = new Float64Array(outputs + 2).fill(7);
    return score(text, into, 1) ? [...into] : null;
  };
  return {
    isThere: fast !== null,
    fast: (text: string) => decisions(text, fast!),
    plain: (text: string) => decisions(text, plain)!,
  };
}

const choice = fc.record({
  ngramRange: fc.constantFrom<readonly [number, number]>([1, 1], [1, 2], [2, 2], [1, 3], [2, 4]),
  sublinearTf: fc.boolean(),
  binary: fc.boolean(),
  norm: fc.constantFrom("l1" as const, "l2" as const, null),
  lowercase: fc.boolean(),
});

test("decisions are those made without the kernel, bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(wordText, { minLength: 1, maxLength: 20 }),
      fc.array(wordText, { maxLength: 10 }),
      choice,
      fc.integer({ min: 1, max: 3 }),
      async (known, others, options, outputs) => {
        const { isThere, fast, plain } = await scorers(
          [...known, "good film very bad good film"],
          options,
          outputs,
        );
        expect(isThere).toBe(true);
        for (const text of [...known, ...others]) expect(fast(text)).toEqual(plain(text));
      },
    ),
    { numRuns: rounds(60, 400) },
  );
});

test("texts of few, many and very many n-grams, and of one word many times", async () => {
  const words = Array.from({ length: 5000 }, (_, k) => `w${(k * 7919) % 5000}`);
  const texts = [10, 31, 32, 33, 500, 512, 1023, 1024, 1025, 2000, 5000].map((count) =>
    words.slice(0, count).join(" "),
  );
  const { fast, plain } = await scorers(texts, { ngramRange: [1, 2], sublinearTf: true });
  for (const text of [...texts, "w1 ".repeat(20_000), "", "unknown", "w1"]) {
    expect(fast(text)).toEqual(plain(text));
  }
});

test("texts that are too long for the kernel are refused by it", async () => {
  const { fast } = await scorers(["good film"], { ngramRange: [1, 2] });
  expect(fast("good film ".repeat(10_000))).toBeNull();
  expect(fast("good film")).not.toBeNull();
});

test("n-grams of characters, of words without stop words, or of too many lengths have no kernel", async () => {
  expect((await scorers(["good film"], { analyzer: "char", ngramRange: [2, 3] })).isThere).toBe(false);
  expect((await scorers(["good film"], { stopWords: ["the"] })).isThere).toBe(false);
  expect((await scorers(["good film"], { ngramRange: [1, 9] })).isThere).toBe(false);
  expect((await scorers(["good film"], { ngramRange: [1, 8] })).isThere).toBe(true);
});

/** Tokens that are looked for first at each of the first places of the smallest table there is. */
function tokensByPlace(places: number, each: number): string[][] {
  const found = Array.from({ length: places }, (): string[] => []);
  const low = new Int32Array(1);
  const high = new Int32Array(1);
  for (let left = places * each, k = 36 ** 4; left > 0; k++) {
    const token = k.toString(36);
    const units = Uint16Array.from(token, (character) => character.charCodeAt(0));
    writeKey(units, 0, units.length, low, high, 0);
    const tokens = found[quickHash(low[0]!, high[0]!) & 2047];
    if (tokens === undefined || tokens.length === each) continue;
    tokens.push(token);
    left--;
  }
  return found;
}

test("a text with a token whose lookup takes too many steps is refused by the kernel", async () => {
  const tokens = tokensByPlace(300, 2);
  const { fast, plain } = await scorers([tokens.map(([one]) => one).join(" ")], {});
  const [first, another] = tokens[0]! as [string, string];
  expect(fast(first)).toEqual(plain(first));
  expect(fast(`${first} ${another}`)).toBeNull();
});

test("a vocabulary of tokens that collide too often has no kernel", async () => {
  const [tokens] = tokensByPlace(1, 300) as [string[]];
  expect((await scorers([tokens.join(" ")], {})).isThere).toBe(false);
});

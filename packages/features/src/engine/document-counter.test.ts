import fc from "fast-check";
import { expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { writeKey } from "../tokenizers/token-key.js";
import { wordScanner } from "../tokenizers/word-scanner.js";
import { countingKernel } from "./counting-kernel.js";
import { DocumentCounter } from "./document-counter.js";
import { quickHash } from "./interner.js";

/** The result of a counter. */
function counted(counter: DocumentCounter, texts: readonly string[]) {
  for (const text of texts) counter.add(text);
  const { ends, ids, counts } = counter.finish();
  const tokens = counter.tokens();
  return {
    ends: [...ends],
    ids: [...ids],
    counts: [...counts],
    tokens: Array.from({ length: tokens.size }, (_, token) => tokens.text(token)),
    arrays: counter.tokenArrays(),
    tally: counter.tally(tokens.size),
  };
}

/** With the kernel, and without: only the scanner itself is known to find words and nothing else. */
function both(texts: readonly string[]) {
  return {
    fast: counted(new DocumentCounter(wordScanner(true), 10), texts),
    plain: counted(new DocumentCounter({ ...wordScanner(true) }, 10), texts),
  };
}

const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("good", "Film", "x", "lengthyword", "lengthywords", "caf\u00e9") },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom("\u0130x", "\u03a3\u03a3", "\u{1d400}\u{1d401}", "\ud800") },
);
const texts = fc.array(fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")));

test("there is a kernel here", () => {
  expect(countingKernel(true)).not.toBeNull();
});

test("documents are counted as without the kernel", () => {
  fc.assert(
    fc.property(texts, (list) => {
      const { fast, plain } = both(list);
      expect(fast).toEqual(plain);
    }),
    { numRuns: rounds(60, 400) },
  );
});

test("distinct tokens of a document are in the order in which they first occur, with their counts", () => {
  const { fast } = both(["Bb aa bb", "", "cc aa aa"]);
  expect(fast).toMatchObject({ ends: [2, 2, 4], ids: [0, 1, 2, 1], counts: [2, 1, 1, 2] });
  expect(fast.tokens).toEqual(["bb", "aa", "cc"]);
  expect(fast.tally).toEqual({
    frequencies: Uint32Array.of(1, 2, 1),
    occurrences: Uint32Array.of(2, 3, 1),
  });
});

test("a table that grows, and entries that are copied out of it, lose nothing", () => {
  const list = Array.from({ length: 60 }, (_, d) =>
    Array.from({ length: 1000 }, (_, k) => `${k % 3 ? "w" : "lengthy-word"}${(d * 1371 + k) % 40_000}`).join(
      " ",
    ),
  );
  const { fast, plain } = both(list);
  expect(fast.tokens.length).toBeGreaterThan(30_000);
  expect(fast).toEqual(plain);
});

test("documents too long for the kernel are counted, and those behind them", () => {
  const long = "ab cd ".repeat(20_000);
  for (const text of [long, "a".repeat(70_000), `\u0101 ${long}`]) {
    const { fast, plain } = both(["ab ef", text, "ef ab ef gh", text]);
    expect(fast).toEqual(plain);
  }
});

test("tokens made to collide are counted", () => {
  // Of a table with as many slots as the kernel begins with, in the same 16.
  const low = new Int32Array(1);
  const high = new Int32Array(1);
  const words: string[] = [];
  for (let n = 0; words.length < 400; n++) {
    const text = `w${n.toString(36)}`;
    const units = Uint16Array.from(text, (character) => character.charCodeAt(0));
    writeKey(units, 0, units.length, low, high, 0);
    if ((quickHash(low[0]!, high[0]!) & 0x7fff) < 16) words.push(text);
  }
  const { fast, plain } = both(["w1 w2", `w2 ${words.join(" ")} w2`, words.join(" ")]);
  expect(fast).toEqual(plain);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languagePattern } from "./language.js";
import { createTermTable, termSummary } from "./term-table.js";
import { textScanner } from "./text-scanner.js";

/** Runs of letters, digits and marks of the Basic Multilingual Plane, with single apostrophes inside. */
const WORD =
  /(?:(?![\u{10000}-\u{10ffff}])[\p{L}\p{N}\p{M}])+(?:['\u2019](?:(?![\u{10000}-\u{10ffff}])[\p{L}\p{N}\p{M}])+)*/gu;

const lower = (word: string) =>
  Array.from(word, (unit) => {
    if (unit === "\u2019") return "'";
    return unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit;
  }).join("");
const countOf = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** The definition of the properties of a text, in plain code. */
function plainTraits(text: string) {
  const found = text.match(WORD) ?? [];
  const folded = found.map(lower);
  const long = folded.filter((word) => word.length > 40);
  const characters = Array.from(text).length;
  const wordCharacters = found.join("").length;
  const spaces = countOf(text, /[\t-\r \xa0]/g);
  const upperCase = found.reduce(
    (sum, word, i) =>
      sum + Array.from(word).filter((unit, k) => unit !== "\u2019" && unit !== folded[i]![k]).length,
    0,
  );
  return {
    characters,
    words: found.length,
    distinctWords: new Set(folded.filter((word) => word.length <= 40)).size + long.length,
    wordCharacters,
    nonLetterShare: characters === 0 ? 0 : (characters - wordCharacters - spaces) / characters,
    upperCaseShare: wordCharacters === 0 ? 0 : upperCase / wordCharacters,
    encodingFaults:
      countOf(text, /\ufffd|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g) +
      countOf(text, /\xc3[\x80-\xbf]|\xe2[\x80\u20ac]/g),
    controls: countOf(text, /[\0-\x08\x0e-\x1f\x7f-\x9f]/g),
  };
}

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        ...[
          "Good",
          "bad",
          "don't",
          "it\u2019s",
          "'",
          "\u2019",
          "a''b",
          "Straße",
          "İ",
          "日本",
          "e\u0301",
          "42",
          "😀",
          "\ud800",
          "\udc00",
        ],
        ...[
          "\u00c3\u00a9",
          "\u00c3",
          "\u00e2\u20ac\u2122",
          "\u00e2\u0080",
          "\u00e2x",
          "\ufffd",
          "\x07",
          "\x7f",
          "\x85",
          "\xa0",
          "\xbf",
          "\t",
          "\x0e",
        ],
        ...[
          "exactly8",
          "ninechars",
          "NINECHARS",
          "x".repeat(40),
          "x".repeat(41),
          "x".repeat(41),
          " ",
          ". ",
          "-",
        ],
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join("")),
);

describe("the scanner of texts", () => {
  test("finds what the plain definition says, in any text after any other texts", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
        const terms = createTermTable(10_000, languagePattern);
        const scan = textScanner(terms);
        const frequency = new Map<string, number>();
        for (const one of texts) {
          const { hash: _hash, language: _language, ...traits } = scan(one);
          expect(traits).toEqual(plainTraits(one));
          const words = (one.match(WORD) ?? []).map(lower).filter((word) => word.length <= 40);
          for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
        }
        const { values, counts } = termSummary(terms);
        expect(new Map(values.map((word, i) => [word, counts[i]]))).toEqual(frequency);
      }),
      { numRuns: 500 },
    );
  });

  test("equal texts have equal hashes; a change of a word, an order, a capital or a sign changes it", () => {
    const scan = textScanner(createTermTable(100, languagePattern));
    const texts = [
      ...[
        "",
        " ",
        "  ",
        ".",
        "a",
        "A",
        "b",
        "a b",
        "b a",
        "a  b",
        "a. b",
        "a, b",
        "a.",
        "a b b",
        "ab",
        "a b 😀",
        "a b 😁",
      ],
      ...[
        "a\nb",
        "it's",
        "its",
        "it s",
        "aaaaaaaaab",
        "aaaaaaaabb",
        "baaaaaaaaa",
        `${"x".repeat(41)}y`,
        `${"x".repeat(41)}z`,
      ],
    ];
    const hashes = texts.map((one) => scan(one).hash);
    expect(new Set(hashes).size).toBe(texts.length);
    expect(texts.toReversed().map((one) => scan(one).hash)).toEqual(hashes.toReversed());
    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
  });

  test("hashes are spread evenly, so that the smallest ones are a sample", () => {
    const scan = textScanner(createTermTable(10_000, languagePattern));
    const hashes = Array.from({ length: 4000 }, (_, i) => scan(`text ${i}`).hash);
    expect(new Set(hashes).size).toBe(4000);
    for (const share of [0.25, 0.5, 0.75]) {
      const below = hashes.filter((hash) => hash < share * 2 ** 53).length;
      expect(Math.abs(below / 4000 - share)).toBeLessThan(0.03);
    }
  });
});

describe("the language of a text", () => {
  const scan = textScanner(createTermTable(10_000, languagePattern));
  test.each([
    ["ar", "هذا فيلم جيد"],
    ["he", "זה סרט טוב"],
    ["el", "Αυτή είναι μια καλή ταινία"],
    ["hi", "यह एक अच्छी फिल्म है"],
    ["th", "นี่คือหนังที่ดี"],
    ["zh", "电影"],
    ["ko", "영화"],
    // Kana with Han characters is Japanese.
    ["ja", "映画だ"],
    ["ja", "カメラ"],
    // One word of another script counts as two function words.
    ["ru", "фильм и не хорош"],
    ["unknown", "фильм и хорош"],
    ["unknown", "the film"],
    ["en", "the film and"],
    ["en", "the the"],
    ["de", "ich und THE film"],
    // Words of both count for both; the first of the list wins.
    ["en", "is is"],
    ["nl", "is en"],
    ["unknown", ""],
    ["unknown", "🎬 42"],
  ])("%s: %s", (language, given) => {
    expect(scan(given).language).toBe(language);
    expect(scan(given).language).toBe(language);
  });
});

describe("the table of terms", () => {
  function summaryOf(documents: readonly (readonly string[])[], capacity: number) {
    const terms = createTermTable(capacity, languagePattern);
    const scan = textScanner(terms);
    for (const words of documents) scan(words.join(" "));
    return { ...termSummary(terms), held: terms.size };
  }

  test("counts 30,000 different words of any length", () => {
    const words = Array.from({ length: 30_000 }, (_, i) => `w${(i * 7919) % 30_000}${"ü".repeat(i % 30)}`);
    const { values, counts, floor, error } = summaryOf(
      [words, words.slice(0, 10_000), words.toReversed()],
      30_000,
    );
    expect(new Map(values.map((word, i) => [word, counts[i]]))).toEqual(
      new Map(words.map((word, i) => [word, i < 10_000 ? 3 : 2])),
    );
    expect([floor, error]).toEqual([0, 0]);
  });

  test("with more than 16 times its words it drops rare ones, and says by how much counts can be too low", () => {
    const documents = fc.array(
      fc
        .array(fc.nat(400), { minLength: 20, maxLength: 60 })
        .map((ids) => ids.map((id) => `w${Math.floor(id / (1 + (id % 7)))}`)),
      { minLength: 5, maxLength: 40 },
    );
    let dropped = 0;
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 8 }), (all, capacity) => {
        const exact = new Map<string, number>();
        for (const words of all) for (const w of new Set(words)) exact.set(w, (exact.get(w) ?? 0) + 1);
        const { values, counts, floor, error, held } = summaryOf(all, capacity);
        expect(values).toHaveLength(Math.min(capacity, exact.size));
        expect(held).toBeLessThanOrEqual(16 * capacity + 60);
        values.forEach((word, i) => {
          expect(counts[i]).toBeLessThanOrEqual(exact.get(word)!);
          expect(counts[i]! + error).toBeGreaterThanOrEqual(exact.get(word)!);
        });
        for (const [word, n] of exact) if (!values.includes(word)) expect(n).toBeLessThanOrEqual(floor);
        if (error > 0) dropped++;
        else expect(held).toBe(exact.size);
      }),
    );
    expect(dropped).toBeGreaterThan(10);
  });

  test("a word is counted once in a document, also when the table grew or dropped words before", () => {
    const terms = createTermTable(20, languagePattern);
    const scan = textScanner(terms);
    for (let i = 0; i < 200; i++) scan(`always ${i} again always a${i} b${i} c${i} again`);
    const { values, counts, error } = termSummary(terms);
    expect(error).toBeGreaterThan(0);
    expect(["again", "always"].map((word) => counts[values.indexOf(word)])).toEqual([200, 200]);
  });
});

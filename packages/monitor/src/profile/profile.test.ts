import { ImdbError, withRole } from "@imdb/core";
import { type CountOptions, countVectorizer, hashingVectorizer, sentimentTokenizer } from "@imdb/features";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import {
  createProfile,
  distinctCount,
  duplicateShare,
  mergeProfiles,
  type Profile,
  profileSchema,
} from "../index.js";

const record = fc.record({
  text: fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constant("A good film. <br />It isn't bad, it's GOOD!"),
    fc
      .array(fc.constantFrom("good", "bad", "film", "don’t", "the", "Straße", "日本"), { maxLength: 30 })
      .map((w) => w.join(" ")),
    fc.constant(null),
  ),
  p: fc.double({ min: 0, max: 1, noNaN: true }),
  actual: fc.constantFrom("pos", "neg", undefined),
  stars: fc.oneof(fc.double(), fc.constant(null)),
  source: fc.constantFrom("web", "app", "__proto__", "constructor", null),
});

type Row = typeof record extends fc.Arbitrary<infer T> ? T : never;

function profileOf(rows: readonly Row[]): Profile {
  return createProfile(
    rows.map((r) => r.text),
    {
      predictions: rows.map(({ p, actual }) => ({
        label: p > 0.5 ? "pos" : "neg",
        probabilities: { neg: 1 - p, pos: p },
        ...(actual === undefined ? {} : { actual }),
      })),
      columns: { stars: rows.map((r) => r.stars ?? 0), source: rows.map((r) => r.source ?? "none") },
    },
  );
}

describe("merging", () => {
  test("merged profiles equal the profile of the union, for any division", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), fc.nat(60), fc.nat(60), (rows, i, j) => {
        const [from, to] = [Math.min(i, j), Math.max(i, j)];
        const parts = [rows.slice(0, from), rows.slice(from, to), rows.slice(to)].filter((p) => p.length > 0);
        if (parts.length === 0) return;
        const [first, ...others] = parts.map(profileOf);
        expect(mergeProfiles(first!, ...others)).toEqual(profileOf(rows));
      }),
      { numRuns: rounds(60, 400) },
    );
  });

  test("the same holds for sketches with buckets and samples", () => {
    const texts = Array.from({ length: 9000 }, (_, i) => `word${i} `.repeat(1 + (i % 3)));
    const stars = texts.map((_, i) => Math.sin(i) * 1000);
    const all = createProfile(texts, { columns: { stars } });
    const at = 4321;
    const [a, b] = [0, 1].map((part) => {
      const cut = <T>(list: readonly T[]) => (part === 0 ? list.slice(0, at) : list.slice(at));
      return createProfile(cut(texts), { columns: { stars: cut(stars) } });
    });
    expect(mergeProfiles(a!, b!)).toEqual(all);
    const sketch = all.columns.find((c) => c.name === "stars");
    expect(sketch?.type === "numeric" && sketch.sketch.exact).toBe(false);
    expect(Math.abs(distinctCount(all.distinctTexts) - 9000) / 9000).toBeLessThan(0.1);
  });

  test("the counts of dropped words are within the bounds of the summary", () => {
    const texts = Array.from({ length: 400 }, (_, i) => `common w${i % 50} rare${i} r${i * 7}`);
    const exact = new Map<string, number>();
    for (const text of texts) for (const w of new Set(text.split(" "))) exact.set(w, (exact.get(w) ?? 0) + 1);
    const parts = [0, 100, 200, 300].map((at) => createProfile(texts.slice(at, at + 100), { maxTerms: 20 }));
    const { values, counts, floor, error } = mergeProfiles(parts[0]!, ...parts.slice(1)).terms;
    expect(values.length).toBe(20);
    values.forEach((word, i) => {
      expect(counts[i]).toBeLessThanOrEqual(exact.get(word)!);
      expect(counts[i]! + error).toBeGreaterThanOrEqual(exact.get(word)!);
    });
    for (const [word, n] of exact) if (!values.includes(word)) expect(n).toBeLessThanOrEqual(floor);
  });

  test("profiles with different settings are refused", () => {
    expect(() => mergeProfiles(createProfile(["a"]), createProfile(["a"], { maxTerms: 7 }))).toThrow(
      expect.objectContaining({ code: "PROFILE_MISMATCH" }),
    );
  });
});

describe("the contents of a profile", () => {
  test("properties of texts, computed by hand", () => {
    const profile = createProfile(["Don't PANIC, it’s 42! 😀", "", " \n", null, "caf\u00c3\u00a9 \u0007"]);
    const value = (name: string) => {
      const column = profile.columns.find((c) => c.name === name)!;
      return column.type === "numeric" ? column.sketch : undefined;
    };
    expect(profile.count).toBe(5);
    expect(profile.quality).toEqual({ missing: 1, empty: 2, encodingFaults: 1, controls: 1 });
    expect(value("characters")?.values).toEqual([0, 2, 7, 23]);
    expect(value("words")).toMatchObject({ values: [0, 1, 4], counts: [2, 1, 1] });
    expect(profile.terms.values).toContain("don't");
    expect(profile.terms.values).toContain("it's");
    expect(value("upperCaseShare")?.max).toBeCloseTo(6 / 16, 12);
    expect(value("nonLetterShare")?.max).toBeGreaterThan(0);
  });

  const unknownShares = async (options: CountOptions, fitted: string[], profiled: string[]) => {
    const vectorizer = await countVectorizer(options).fit(withRole("train", fitted));
    const column = createProfile(profiled, { vectorizer }).columns.find((c) => c.name === "unknownWordShare");
    return column?.type === "numeric" ? column.sketch.values : undefined;
  };

  test("the model's vectorizer decides which words are unknown", async () => {
    expect(await unknownShares({}, ["good film", "don't"], ["a good thing, don't"])).toEqual([1 / 3]);
    // Two pairs, of which one is known; two words of which none is a pair.
    expect(await unknownShares({ ngramRange: [2, 2] }, ["a good film"], ["good film fun", "fun"])).toEqual([
      0.5,
    ]);
    const lowercase = false;
    expect(await unknownShares({ lowercase }, ["Good Film"], ["Good film"])).toEqual([0.5]);
  });

  test.each<[string, CountOptions]>([
    ["words", {}],
    ["words and pairs", { ngramRange: [1, 2] }],
    ["case kept", { lowercase: false }],
    ["pairs alone", { ngramRange: [2, 2] }],
    ["characters", { analyzer: "char", ngramRange: [2, 4] }],
    ["characters in words", { analyzer: "charWb", ngramRange: [3, 5] }],
    ["accents stripped", { stripAccents: "unicode" }],
    ["a tokenizer for sentiment", { tokenizer: sentimentTokenizer(), ngramRange: [2, 3] }],
    ["a function", { tokenizer: (text) => text.split(/\s+/), ngramRange: [1, 2] }],
  ])("no word of the training texts is unknown: %s", async (_, options) => {
    const texts = [
      "A GOOD film, isn't it?",
      "Ein Caf\u00e9 \u{1f600} & more",
      "it was not good; I can't say",
      "a b",
    ];
    expect(await unknownShares(options, texts, texts)).toEqual([0]);
  });

  test("a vectorizer without a vocabulary adds no column", async () => {
    const vectorizer = hashingVectorizer();
    const { columns } = createProfile(["a good film"], { vectorizer });
    expect(columns.map(({ name }) => name)).not.toContain("unknownWordShare");
  });

  test.each([
    ["en", "This is not the film that I was waiting for."],
    ["de", "Das ist nicht der Film, auf den ich gewartet habe."],
    ["fr", "Ce n'est pas le film que les critiques ont aimé, mais il est dans la liste."],
    ["es", "No es la película que esperaba, pero los actores son muy buenos."],
    ["it", "Non è il film che mi aspettavo, ma gli attori sono bravi."],
    ["pt", "Não é o filme que eu esperava, mas os atores são muito bons."],
    ["nl", "Dit is niet de film waar ik op had gewacht, maar het was ook goed."],
    ["sv", "Det är inte den film som jag väntade på, men den var bra."],
    ["pl", "To nie jest film, na który czekałem, ale jak się okazało był dobry."],
    ["tr", "Bu beklediğim gibi bir film değil ama çok güzel."],
    ["ru", "Это не тот фильм, что я ждал, но он был хорош."],
    ["ja", "これは私が待っていた映画ではありません"],
    ["zh", "这不是我等的电影"],
    ["ko", "이것은 내가 기다리던 영화가 아니다"],
    ["unknown", "Great!"],
  ])("the language of a text: %s", (language, text) => {
    const column = createProfile([text]).columns.find((c) => c.name === "language");
    expect(column?.type === "categorical" && column.summary.values).toEqual([language]);
  });

  test("duplicates", () => {
    const profile = createProfile(["a b", "a b", "a b", "A b", "a  b", "c"]);
    expect(distinctCount(profile.distinctTexts)).toBe(4);
    expect(duplicateShare(profile.distinctTexts)).toBeCloseTo(2 / 6, 12);
  });

  test("is JSON and matches its schema, for any texts", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), (rows) => {
        const profile = profileOf(rows);
        expect(profileSchema.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
        expect(JSON.stringify(profile)).not.toMatch(/\\ud[89ab]/);
      }),
    );
  });

  test("does not depend on the order of the texts", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), (rows) => {
        expect(JSON.stringify(profileOf([...rows].reverse()))).toBe(JSON.stringify(profileOf(rows)));
      }),
    );
  });

  test("a column of another length is refused by name", () => {
    const error = thrown(() => createProfile(["a", "b"], { columns: { stars: [1] } }));
    expect(error).toMatchObject({
      code: "UNEVEN_COLUMNS",
      details: { column: "columns.stars", expected: 2, actual: 1 },
    });
  });
});

function thrown(call: () => unknown): ImdbError | undefined {
  try {
    call();
  } catch (error) {
    if (ImdbError.isInstance(error)) return error;
    throw error;
  }
  return undefined;
}

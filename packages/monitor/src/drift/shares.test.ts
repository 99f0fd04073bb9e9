import { describe, expect, test } from "vitest";
import { createProfile, driftReport, driftReportSchema, type Profile, topicDrift } from "../index.js";
import type { Clustering } from "../profile/clustering.js";
import { chiSquareContingency, fisherExact as fisherMethod } from "./methods/category-tests.js";
import { pairOfCategories } from "./methods/pair.js";
import { sharesTest, twoSharesPValue } from "./shares-test.js";
import { testShares, wordOptions } from "./word-drift.js";

const pairOfShares = (a: number, m: number, b: number, n: number) => {
  const records = (having: number, all: number) => [
    ...Array(having).fill("yes"),
    ...Array(all - having).fill("no"),
  ];
  return pairOfCategories(records(a, m), records(b, n));
};

describe("the test of two shares", () => {
  test("is chi-squared for two samples, and Fisher's exact test where a cell expects fewer than five", () => {
    for (const [a, m, b, n] of [
      [30, 100, 90, 200],
      [50, 100, 20, 60],
      [7, 10, 3, 10],
      [95, 100, 180, 200],
    ] as const) {
      const expected = chiSquareContingency.categorical!(pairOfShares(a, m, b, n)).pValue!;
      expect(twoSharesPValue(a, m, b, n)).toBeCloseTo(expected, 10);
    }
    for (const [a, m, b, n] of [
      [7, 10, 2, 10],
      [1, 100, 3, 60],
      [98, 100, 55, 60],
      [0, 9, 40, 100],
    ] as const) {
      const expected = fisherMethod.categorical!(pairOfShares(a, m, b, n)).pValue!;
      expect(twoSharesPValue(a, m, b, n)).toBeCloseTo(expected, 10);
    }
  });

  test("of texts in groups counts each window as its number of independent texts", () => {
    const clustering: Clustering = { groups: 50, meanSize: 21, terms: [], unseen: 1, topics: [] };
    expect(sharesTest(null, 1000)(30, 100, 90, 200, 1)).toBe(twoSharesPValue(30, 100, 90, 200));
    const test = sharesTest(clustering, 1001);
    expect(test(300, 1000, 90, 200, 0)).toBe(twoSharesPValue(300, 1000, 90, 200));
    // Reference: 1 + 20 · 0.5 = 11. Window: 1 + 500 · (20/1000) · 0.5 = 6.
    expect(test(330, 1100, 240, 501, 0.5)).toBe(twoSharesPValue(30, 100, 40, 84));
    expect(test(0, 1, 1, 1, 1)).toBe(twoSharesPValue(0, 1, 1, 1));
  });
});

describe("words whose shares changed", () => {
  const options = (more: object = {}) =>
    wordOptions.resolve({ falseDiscoveryRate: 1, smallestDifference: 0, ...more });
  const found = (
    terms: readonly (readonly [string, number, number])[],
    m: number,
    n: number,
    more: object = {},
  ) =>
    testShares(
      terms.map(([word, reference, current]) => ({ word, reference, current })),
      m,
      n,
      options(more),
    );

  test("are tested from minWordCount on, and reported from smallestDifference on", () => {
    expect(
      found(
        [
          ["a", 4, 5],
          ["b", 5, 5],
          ["c", 6, 5],
        ],
        100,
        100,
      ).tested,
    ).toBe(2);
    const words = found(
      [
        ["a", 25, 50],
        ["b", 24, 50],
        ["c", 50, 25],
      ],
      100,
      200,
      { smallestDifference: 0.25 },
    );
    expect(words.strongest.map(({ word, change }) => `${word} ${change}`)).toEqual(["c less"]);
    expect(found([["a", 25, 100]], 100, 200, { smallestDifference: 0.25 }).drifted).toBe(1);
    expect(found([["a", 25, 100]], 100, 200, { smallestDifference: 0.26 }).drifted).toBe(0);
  });

  test("have their shares and direction, the most significant first, of equal ones by difference and name", () => {
    const words = found(
      [
        ["z", 0, 900],
        ["a", 0, 900],
        ["less", 999, 0],
        ["b", 10, 900],
        ["few", 100, 130],
      ],
      1000,
      1000,
    );
    expect(words.strongest.map(({ word, change }) => `${word} ${change}`)).toEqual([
      ...["a more", "z more", "b more", "few more", "less less"],
    ]);
    expect(words.strongest[2]).toMatchObject({ referenceShare: 0.01, currentShare: 0.9 });
    // All p-values are 0 here: 40,000 texts.
    const certain = found(
      [
        ["a", 0, 15_000],
        ["b", 0, 19_000],
        ["c", 0, 15_000],
      ],
      20_000,
      20_000,
    );
    expect(certain.strongest.map(({ word }) => word)).toEqual(["b", "a", "c"]);
    const listed = found(
      [
        ["a", 0, 50],
        ["b", 0, 60],
        ["c", 50, 0],
        ["d", 60, 0],
      ],
      100,
      100,
      { maxWords: 1 },
    );
    expect(listed).toMatchObject({ drifted: 4, strongest: [{ word: "b" }, { word: "d" }] });
  });

  /** A profile of texts with one word each, whose word counts are then given. */
  const profileWith = (
    texts: number,
    terms: Partial<Profile["terms"]>,
    clustering: Clustering | null = null,
  ): Profile => {
    const profile = createProfile(Array.from({ length: texts }, () => "word"));
    return { ...profile, clustering, terms: { ...profile.terms, values: [], counts: [], ...terms } };
  };
  const wordsOf = (reference: Profile, current: Profile, more: object = {}) =>
    driftReport({ reference, current, ...more }).words.strongest.map(({ word }) => word);

  test("a count that is known within bounds is taken to be nearest to the other window", () => {
    const current = profileWith(400, { values: ["new", "old"], counts: [160, 40] });
    // `new` is in at most 40 of 200 texts; `old` in at least 60, at most 60 + 30.
    const reference = (floor: number, error: number) =>
      profileWith(200, { values: ["old"], counts: [60], floor, error });
    expect(wordsOf(reference(0, 0), current).sort()).toEqual(["new", "old"]);
    expect(wordsOf(reference(80, 0), current)).toEqual(["old"]);
    expect(wordsOf(reference(40, 0), current).sort()).toEqual(["new", "old"]);
    expect(wordsOf(current, reference(0, 0)).sort()).toEqual(["new", "old"]);
    expect(wordsOf(current, reference(80, 0))).toEqual(["old"]);
    // Up to 150 of 200: the nearest count is 80, as many as in the window.
    expect(wordsOf(reference(150, 0), current)).toEqual(["old"]);
    expect(wordsOf(current, reference(150, 0))).toEqual(["old"]);
    const lost = profileWith(400, { values: ["old"], counts: [120], floor: 0, error: 0 });
    expect(wordsOf(profileWith(200, { values: ["old"], counts: [20], error: 40, floor: 60 }), lost)).toEqual(
      [],
    );
    expect(wordsOf(profileWith(200, { values: ["old"], counts: [20], error: 10, floor: 60 }), lost)).toEqual([
      "old",
    ]);
  });

  test("missing texts are not counted, and nothing has drifted where there are no texts", () => {
    const half = createProfile([...Array(100).fill("word"), ...Array(100).fill(null)]);
    expect(wordsOf(half, createProfile(Array(100).fill("word")))).toEqual([]);
    const none = createProfile(Array(100).fill(null));
    for (const [a, b] of [
      [none, half],
      [half, none],
      [none, none],
    ] as const) {
      expect(driftReport({ reference: a, current: b }).words).toMatchObject({
        tested: 0,
        drifted: 0,
        strongest: [],
      });
    }
  });

  test("a rare word has at least the correlation of unseen words", () => {
    const clustering = (unseen: number): Clustering => ({
      groups: 100,
      meanSize: 100,
      terms: [0, 0, 0],
      unseen,
      topics: [],
    });
    const reference = (unseen: number) =>
      profileWith(10_000, { values: ["at", "often", "rare"], counts: [100, 400, 99] }, clustering(unseen));
    const current = profileWith(10_000, {
      values: ["at", "never", "often", "rare"],
      counts: [400, 400, 900, 400],
    });
    expect(wordsOf(reference(0), current).sort()).toEqual(["at", "never", "often", "rare"]);
    expect(wordsOf(reference(1), current).sort()).toEqual(["at", "often"]);
    const own = { ...clustering(0), terms: [0, 0, 1] };
    expect(wordsOf({ ...reference(0), clustering: own }, current).sort()).toEqual(["at", "never", "often"]);
  });
});

describe("topics whose shares changed", () => {
  const of = (counts: Readonly<Record<string, number>>) => {
    const topic = Object.entries(counts).flatMap(([name, n]) => Array<string>(n).fill(name));
    return createProfile(
      topic.map(() => "word"),
      { columns: { topic } },
    );
  };

  test("are tested together, the drifted ones first, then the largest", () => {
    const drift = topicDrift(
      of({ a: 400, b: 300, c: 200, d: 100 }),
      of({ a: 300, b: 300, c: 200, d: 100, e: 100 }),
    )!;
    expect(drift.topics.map(({ topic, drifted }) => `${topic} ${drifted}`)).toEqual([
      ...["a true", "e true", "b false", "c false", "d false"],
    ]);
    expect(drift).toMatchObject({ drifted: 2, significance: 0.05, smallestDifference: 0.01 });
    const p = twoSharesPValue(400, 1000, 300, 1000);
    expect(drift.topics[0]).toMatchObject({
      referenceShare: 0.4,
      currentShare: 0.3,
      adjustedPValue: expect.closeTo(4 * p, 10),
    });
    expect(drift.pValue).toBe(drift.topics[1]!.adjustedPValue);
    const sums = topicDrift(of({ x: 500, y: 100, z: 400 }), of({ x: 100, y: 450, z: 450 }), {
      topicSignificance: 0,
    })!;
    expect(sums.topics.map(({ topic }) => topic)).toEqual(["z", "x", "y"]);
    const ties = topicDrift(of({ b: 50, a: 50, c: 50 }), of({ b: 50, a: 50, c: 50 }))!;
    expect(ties.topics.map(({ topic }) => topic)).toEqual(["a", "b", "c"]);
    expect(ties).toMatchObject({ pValue: 1, drifted: 0 });
  });

  test("a difference below smallestDifference, or above the significance, is none", () => {
    const [a, b] = [of({ x: 4096, y: 4096 }), of({ x: 4608, y: 3584 })];
    const drifted = (options: object) => topicDrift(a, b, options)!.drifted;
    expect([
      drifted({}),
      drifted({ smallestDifference: 0.0625 }),
      drifted({ smallestDifference: 0.0626 }),
    ]).toEqual([2, 2, 0]);
    expect(drifted({ topicSignificance: 0 })).toBe(0);
  });

  test("there are none without the column, or without texts", () => {
    const topics = of({ a: 10 });
    const without = createProfile(["word"]);
    const empty = createProfile([null], { columns: { topic: [null] } });
    const noValues = {
      ...topics,
      columns: topics.columns.map((c) =>
        c.name === "topic" && c.type === "categorical"
          ? { ...c, summary: { ...c.summary, values: [], counts: [] } }
          : c,
      ),
    };
    const numbers = createProfile(["word"], { columns: { topic: [1] } });
    for (const other of [without, empty, noValues, numbers]) {
      expect(topicDrift(topics, other)).toBeNull();
      expect(topicDrift(other, topics)).toBeNull();
    }
  });

  test("with groups take the correlation of each topic; a topic that was not seen has the largest", () => {
    const clustering: Clustering = { groups: 100, meanSize: 100, terms: [0], unseen: 0, topics: [0, 0.9] };
    const reference = { ...of({ a: 6000, b: 4000 }), clustering };
    const verdicts = (current: Profile, change: object = {}) =>
      Object.fromEntries(
        topicDrift({ ...reference, clustering: { ...clustering, ...change } }, current)!.topics.map((t) => [
          t.topic,
          t.drifted,
        ]),
      );
    const current = of({ a: 5500, b: 4300, c: 200 });
    expect(verdicts(current, { topics: [0, 0] })).toEqual({ a: true, b: true, c: true });
    expect(verdicts(current)).toEqual({ a: true, b: false, c: false });
  });

  test("a report with drifted words, topics and columns matches its schema", () => {
    const text = (n: number, word: string) =>
      Array.from({ length: n }, (_, i) => `${word} ${i % 7 ? "film" : "plot"}`);
    const profile = (word: string, topic: string) =>
      createProfile(text(300, word), {
        columns: { topic: text(300, topic), stars: text(300, "").map((_, i) => i + word.length) },
      });
    const report = driftReport({ reference: profile("good", "a"), current: profile("terrible", "b") });
    expect(report.words.strongest.map(({ change }) => change)).toEqual(["more", "less"]);
    expect(report.topics?.drifted).toBeGreaterThan(0);
    expect(driftReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(
      JSON.parse(JSON.stringify(report)),
    );
  });
});

import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { createProfile, learnTopics } from "../index.js";

/** The intraclass correlation by its definition, from the number of texts with the item in each group, and their sizes. */
function correlation(having: readonly number[], sizes: readonly number[]): number {
  const texts = sizes.reduce((a, b) => a + b, 0);
  const share = having.reduce((a, b) => a + b, 0) / texts;
  const meanSize = sizes.reduce((sum, size) => sum + size * size, 0) / texts;
  const n = sizes.length;
  if (n < 2 || meanSize <= 1 || share === 1) return 0;
  const squares = having.reduce((sum, count, g) => sum + (count - share * sizes[g]!) ** 2, 0);
  const designEffect = (squares * n) / (n - 1) / (texts * share * (1 - share));
  return Math.min(1, Math.max(0, (designEffect - 1) / (meanSize - 1)));
}

describe("a profile of texts with groups", () => {
  test("has the intraclass correlation of each word, computed by its definition", () => {
    const random = seededRandom(4);
    const sizes = Array.from({ length: 40 }, () => 1 + random.integer(9));
    const texts: string[] = [];
    const groups: string[] = [];
    const having = new Map<string, number[]>();
    sizes.forEach((size, g) => {
      for (let i = 0; i < size; i++) {
        const words = ["all", `group${g % 5}`, ...["x", "y", "z"].filter(() => random.integer(3) === 0)];
        if (g < 10) words.push("few");
        if (i === 0) words.push("first", "first");
        texts.push(words.join(" "));
        groups.push(`g${g}`);
        for (const word of new Set(words)) {
          if (!having.has(word)) having.set(word, new Array(sizes.length).fill(0));
          having.get(word)![g]!++;
        }
      }
    });
    // Texts of one group need not stand together.
    const order = texts.map((_, i) => i).sort((a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009));
    const { clustering, terms } = createProfile(
      order.map((i) => texts[i]!),
      { groups: order.map((i) => groups[i]!) },
    );
    expect(clustering!.groups).toBe(40);
    expect(clustering!.meanSize).toBeCloseTo(sizes.reduce((sum, n) => sum + n * n, 0) / texts.length, 12);
    terms.values.forEach((word, i) => {
      expect(Math.abs(clustering!.terms[i]! - correlation(having.get(word)!, sizes)), word).toBeLessThan(
        6e-5,
      );
    });
    expect(clustering!.topics).toEqual([]);
  });

  test("a text without a group is a group of its own, whatever other groups are called", () => {
    const { clustering } = createProfile(["a", "a", "b", "b"], { groups: ["row 2", "row 2", null, null] });
    expect(clustering).toMatchObject({ groups: 3, meanSize: 1.5 });
    expect(createProfile(["a"], { groups: ["x"] }).clustering).toMatchObject({
      groups: 1,
      meanSize: 1,
      terms: [0],
    });
    expect(createProfile([], { groups: [] }).clustering).toBeNull();
    expect(createProfile(["a"]).clustering).toBeNull();
  });

  test("a word that is not in the profile gets the 90 % quantile of rare words; 1 where there is none", () => {
    const groups = Array.from({ length: 1000 }, (_, i) => `g${i >> 1}`);
    // Ten rare words: nine fill a group each, the last is in one text of two groups.
    const texts = groups.map((_, i) => {
      if (i < 18) return `common rare${i >> 1}`;
      return i === 18 || i === 20 ? "common rare9" : "common";
    });
    const { clustering, terms } = createProfile(texts, { groups });
    const rare = terms.values.map((word, i) => [word, clustering!.terms[i]!] as const);
    expect(
      rare
        .filter(([word]) => word.startsWith("rare"))
        .every(([word, c]) => (word === "rare9" ? c === 0 : c > 0.99)),
    ).toBe(true);
    expect(clustering!.unseen).toBeGreaterThan(0.99);
    expect(
      createProfile(
        texts.map(() => "common"),
        { groups },
      ).clustering!.unseen,
    ).toBe(1);
  });

  test("has the correlation of each topic, in the order of the categories", () => {
    const texts = Array.from(
      { length: 120 },
      (_, i) => ["horror blood knife scream", "love heart kiss wedding"][(i >> 2) % 2]!,
    );
    const topics = learnTopics(texts, { topics: 2, maxShare: 1 });
    const grouped = createProfile(texts, { topics, groups: texts.map((_, i) => `g${i >> 2}`) });
    const column = grouped.columns.find(({ name }) => name === "topic");
    expect(column?.type === "categorical" && column.summary.values).toHaveLength(
      grouped.clustering!.topics.length,
    );
    expect(grouped.clustering!.topics).toEqual([1, 1]);
    const mixed = createProfile(texts, { topics, groups: texts.map((_, i) => `g${i % 30}`) });
    for (const value of mixed.clustering!.topics) expect(value).toBeLessThan(1);
  });
});

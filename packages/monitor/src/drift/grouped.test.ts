import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { createProfile, driftReport } from "../index.js";

const COMMON = Array.from({ length: 40 }, (_, i) => `common${String.fromCharCode(97 + (i % 26))}${i}`);

/** Reviews of things: every text has common words, and nearly every one the name of its thing. */
function reviews(things: number, each: number, seed: number) {
  const random = seededRandom(seed);
  const texts: string[] = [];
  const groups: string[] = [];
  for (let thing = 0; thing < things; thing++) {
    const name = `name${seed}x${thing}`;
    for (let i = 0; i < each; i++) {
      const words = Array.from({ length: 8 }, () => COMMON[random.integer(COMMON.length)]!);
      if (random.next() < 0.9) words.push(name);
      texts.push(words.join(" "));
      groups.push(name);
    }
  }
  return { texts, groups };
}

const { texts, groups } = reviews(150, 20, 1);
const alone = createProfile(texts);
const grouped = createProfile(texts, { groups });

describe("a reference with groups", () => {
  test("differs from one without groups in its clustering alone", () => {
    expect({ ...grouped, clustering: null }).toEqual(alone);
    expect(grouped.clustering).toMatchObject({ groups: 150, meanSize: 20 });
    const order = texts.map((_, i) => i).reverse();
    const reversed = createProfile(
      order.map((i) => texts[i]!),
      { groups: order.map((i) => groups[i]!) },
    );
    expect(reversed).toEqual(grouped);
  });

  test("the correlation follows from the counts by group", () => {
    const { values, counts } = grouped.terms;
    const correlation = (word: string) => grouped.clustering!.terms[values.indexOf(word)]!;
    for (const word of ["name1x0", "name1x149", COMMON[0]!]) {
      // By hand: the variance of the counts between groups over that of independent texts.
      const share = counts[values.indexOf(word)]! / texts.length;
      const byGroup = new Map<string, number>();
      texts.forEach((text, i) => {
        const has = text.split(" ").includes(word) ? 1 : 0;
        byGroup.set(groups[i]!, (byGroup.get(groups[i]!) ?? 0) + has);
      });
      const scatter = [...byGroup.values()].reduce((sum, a) => sum + (a - 20 * share) ** 2, 0);
      const effect = (scatter * 150) / 149 / (texts.length * share * (1 - share));
      const expected = Math.min(1, Math.max(0, (effect - 1) / 19));
      expect(correlation(word)).toBeCloseTo(expected, 4);
    }
    expect(correlation("name1x0")).toBeGreaterThan(0.7);
    expect(correlation(COMMON[0]!)).toBeLessThan(0.05);
  });

  test("other groups are not drift; new words in all groups are", () => {
    let [byGroups, byTexts] = [0, 0];
    for (let seed = 100; seed < 120; seed++) {
      // Two thirds of the texts of as many other things; names alone make no large difference.
      const current = createProfile(reviews(150, 20, seed).texts.filter((_, i) => i % 3 !== 0));
      const options = { current, smallestDifference: 0 };
      if (driftReport({ ...options, reference: grouped }).words.drifted > 0) byGroups++;
      if (driftReport({ ...options, reference: alone }).words.drifted > 0) byTexts++;
    }
    expect(byGroups).toBeLessThanOrEqual(2);
    expect(byTexts).toBe(20);
    const changed = createProfile(
      reviews(40, 8, 7).texts.map((text, i) => (i % 4 === 0 ? `${text} refund` : text)),
    );
    const { words } = driftReport({ reference: grouped, current: changed });
    expect(words.strongest.map((w) => w.word)).toEqual(["refund"]);
  });

  test("a difference below smallestDifference is not drift", () => {
    const many = (share: number) =>
      createProfile(
        Array.from({ length: 20_000 }, (_, i) => (i % 1000 < 1000 * share ? "fine film" : "film")),
      );
    const options = { reference: many(0.5), current: many(0.508), minWordCount: 1 };
    expect(driftReport({ ...options, smallestDifference: 0 }).words.drifted).toBe(0);
    const large = { reference: many(0.5), current: many(0.53) };
    expect(driftReport(large).words.drifted).toBe(1);
    expect(driftReport({ ...large, smallestDifference: 0.05 }).words.drifted).toBe(0);
  });

  test("groups of another length are refused", () => {
    expect(() => createProfile(["a", "b"], { groups: ["x"] })).toThrow(
      expect.objectContaining({ code: "UNEVEN_COLUMNS" }),
    );
  });
});

import { seededRandom } from "@imdb/core";
import { countVectorizer } from "@imdb/features";
import { groupedVariance, rocAucInfluence, rocAucScore } from "@imdb/measures";
import { describe, expect, test } from "vitest";
import { textDrift, textDriftBaseline } from "../index.js";
import { naiveBayes } from "../testing/naive-bayes.js";

const tools = { vectorizer: countVectorizer({ binary: true }), classifier: naiveBayes };
const COMMON = [..."abcdefghijklmnopqrst"].map((c) => c.repeat(3));

/** Texts of things whose names come in a share of their texts. */
function named(things: number, each: number, seed: number, more: readonly string[] = [], share = 1) {
  const random = seededRandom(seed);
  const words = [...COMMON, ...more];
  const letters = (n: number) => String.fromCharCode(97 + (n % 26), 97 + (Math.trunc(n / 26) % 26));
  const texts: string[] = [];
  const groups: string[] = [];
  for (let thing = 0; thing < things; thing++) {
    for (let i = 0; i < each; i++) {
      const said = Array.from({ length: 10 }, () => words[random.integer(words.length)]!);
      if (random.next() < share) said.push(`name${letters(seed)}${letters(thing)}`);
      texts.push(said.join(" "));
      groups.push(`${seed}/${thing}`);
    }
  }
  return { texts, groups };
}

describe("text drift between windows with different groups", () => {
  const reference = named(40, 10, 1);

  test("without groups, names alone are drift; with groups they are not", async () => {
    let [alone, grouped] = [0, 0];
    for (let seed = 2; seed < 22; seed++) {
      const current = named(20, 10, seed);
      const windows = { reference: reference.texts, current: current.texts };
      const groups = { reference: reference.groups, current: current.groups };
      if ((await textDrift({ ...tools, ...windows })).drifted) alone++;
      if ((await textDrift({ ...tools, ...windows, groups })).drifted) grouped++;
    }
    expect(alone).toBe(20);
    // Of 20 at 5 %: 5 or more come once in 390 times.
    expect(grouped).toBeLessThan(5);
  });

  test("a real change is found with groups, and its terms are listed", async () => {
    const current = named(20, 10, 30, ["refund", "parcel", "battery", "courier"]);
    const found = await textDrift({
      ...tools,
      reference: reference.texts,
      current: current.texts,
      groups: { reference: reference.groups, current: current.groups },
    });
    expect(found.drifted).toBe(true);
    expect(found.terms.map((t) => t.term)).toContain("refund");
  });

  test("with a baseline of the reference, other groups are not drift and a real change is", async () => {
    const { texts, groups } = named(80, 10, 1, [], 0.3);
    const baseline = await textDriftBaseline({
      ...tools,
      reference: texts,
      groups,
      windowSize: 200,
      draws: 10,
    });
    expect(baseline.rocAucs.length).toBe(10);
    expect(Math.min(...baseline.rocAucs)).toBeGreaterThan(0.55);
    const shared = { ...tools, baseline, reference: texts.slice(0, 400) };
    const usual = await textDrift({ ...shared, current: named(20, 10, 3, [], 0.3).texts });
    const changed = await textDrift({
      ...shared,
      current: named(20, 10, 4, ["refund", "parcel", "battery", "courier"], 0.3).texts,
    });
    expect(usual.pValue!).toBeGreaterThan(changed.pValue!);
    expect(changed.drifted).toBe(true);
    await expect(
      textDriftBaseline({ ...tools, reference: texts, groups, windowSize: 700 }),
    ).rejects.toMatchObject({ code: "TOO_FEW_GROUPS" });
  });

  test("groups of another length and too few groups are refused", async () => {
    const windows = { reference: reference.texts, current: named(20, 10, 5).texts };
    await expect(
      textDrift({ ...tools, ...windows, groups: { reference: ["x"], current: [] } }),
    ).rejects.toMatchObject({ code: "UNEVEN_COLUMNS" });
    const one = { reference: windows.reference.map(() => "one"), current: windows.current.map(() => "one") };
    expect((await textDrift({ ...tools, ...windows, groups: one })).rocAuc).toBeNull();
  });
});

describe("rocAucInfluence", () => {
  const random = seededRandom(9);
  const truth = Array.from({ length: 60 }, () => (random.next() < 0.4 ? 1 : 0));
  const scores = truth.map((t) => Math.round(10 * (random.next() + 0.3 * t)));

  test("equals the area and DeLong's components, counted pair by pair", () => {
    const { area, influence } = rocAucInfluence(truth, scores);
    expect(area).toBeCloseTo(rocAucScore(truth, scores), 12);
    const wins = (i: number, j: number) =>
      scores[i]! > scores[j]! ? 1 : scores[i]! === scores[j]! ? 0.5 : 0;
    const rows = truth.map((_, i) => i);
    const [positives, negatives] = [rows.filter((i) => truth[i]), rows.filter((i) => !truth[i])];
    for (const i of rows) {
      const others = truth[i] ? negatives : positives;
      const share = others.reduce((sum, j) => sum + (truth[i] ? wins(i, j) : wins(j, i)), 0) / others.length;
      const size = truth[i] ? positives.length : negatives.length;
      expect(influence[i]!).toBeCloseTo((share - area) / size, 12);
    }
  });

  test("copies of a text count once", () => {
    const { influence } = rocAucInfluence(truth, scores);
    const once = groupedVariance(
      influence,
      truth.map((_, i) => `${i}`),
    );
    const doubled = rocAucInfluence([...truth, ...truth], [...scores, ...scores]).influence;
    const copies = [...truth, ...truth].map((_, i) => `${i % truth.length}`);
    expect(groupedVariance(doubled, copies)).toBeCloseTo(once, 12);
  });
});

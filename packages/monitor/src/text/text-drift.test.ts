import { seededRandom, withRole } from "@imdb/core";
import { countVectorizer } from "@imdb/features";
import { describe, expect, test } from "vitest";
import { createProfile, driftHtml, driftReport, ngramDrift, textDrift } from "../index.js";
import { naiveBayes } from "../testing/naive-bayes.js";

function texts(n: number, seed: number, more: readonly string[] = []): string[] {
  const random = seededRandom(seed);
  const words = [..."abcdefghijklmnopqrstuvwxyz"].map((c) => c.repeat(3)).concat(more);
  return Array.from({ length: n }, () =>
    Array.from({ length: 12 }, () => words[random.integer(words.length)]!).join(" "),
  );
}

const [vectorizer, classifier] = [countVectorizer({ binary: true }), naiveBayes];
const tools = { vectorizer, classifier };

describe("textDrift", () => {
  test("finds new words and lists them", async () => {
    const found = await textDrift({
      reference: texts(400, 1),
      current: texts(200, 2, ["refund", "battery", "parcel"]),
      ...tools,
    });
    expect(found.drifted).toBe(true);
    expect(found.rocAuc).toBeGreaterThan(0.8);
    expect(
      found.terms
        .slice(0, 3)
        .map((t) => t.term)
        .sort(),
    ).toEqual(["battery", "parcel", "refund"]);
    expect(found.terms[0]).toMatchObject({ characteristicOf: "current", referenceShare: 0 });
  });

  test("has the false alarm rate of its significance", async () => {
    let alarms = 0;
    for (let seed = 10; seed < 110; seed++) {
      const all = texts(120, seed);
      const found = await textDrift(
        { reference: all.slice(0, 60), current: all.slice(60), ...tools, significance: 0.1 },
        { seed },
      );
      if (found.drifted) alarms++;
    }
    // 10 expected; 20 or more has a chance under 0.2 % for a test of exactly that size.
    expect(alarms).toBeLessThan(20);
  });

  test("the same seed gives the same report; too few texts have no area", async () => {
    const options = { reference: texts(100, 1), current: texts(90, 2), ...tools, maxTexts: 50 };
    const first = await textDrift(options, { seed: 3 });
    expect(await textDrift(options, { seed: 3 })).toEqual(first);
    expect(first).toMatchObject({ referenceCount: 50, currentCount: 50, seed: 3 });
    const few = await textDrift({ ...options, current: ["one", "two"] });
    expect(few).toMatchObject({ rocAuc: null, pValue: null, drifted: false });
  });

  test("it can be cancelled", async () => {
    const options = { reference: texts(100, 1), current: texts(90, 2), ...tools };
    await expect(textDrift(options, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });

  test("is a column of the drift report and on its page", async () => {
    const [before, now] = [texts(400, 1), texts(200, 2, ["refund"])];
    const text = await textDrift({ reference: before, current: now, ...tools });
    const report = driftReport({ reference: createProfile(before), current: createProfile(now), text });
    expect(report.columns.find((c) => c.column === "text")).toMatchObject({
      method: "domainClassifier",
      score: text.rocAuc,
    });
    expect(driftHtml(report)).toContain("What tells the texts apart");
  });
});

describe("ngramDrift", () => {
  test("finds the features whose share changed, and no others", async () => {
    const before = texts(1000, 1);
    const now = texts(1000, 2).map((t, i) => (i % 4 === 0 ? `${t} xyz` : t));
    const known = await vectorizer.fit(withRole("train", [...before, ...now]));
    const found = ngramDrift({ reference: before, current: now, vectorizer: known });
    expect(found.strongest.map((t) => [t.word, t.change, t.currentShare])).toEqual([["xyz", "more", 0.25]]);
    expect(ngramDrift({ reference: before, current: [], vectorizer: known })).toMatchObject({
      tested: 0,
      drifted: 0,
    });
  });
});

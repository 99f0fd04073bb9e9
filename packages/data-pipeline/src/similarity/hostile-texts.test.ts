import { describe, expect, test, vi } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { clusterTexts, REPRESENTATIVES } from "./cluster-texts.js";
import { nearDuplicates } from "./near-duplicates.js";
import { createSketcher, sketchRulesOf } from "./sketch.js";

const rules = { threshold: 0.8, shingleSize: 5 };
const sketched = sketchRulesOf(rules);

/** The clusters of texts; with `key`, all texts share the first band. */
async function clustersOf(texts: readonly string[], key?: number) {
  const { bands } = sketched;
  const keys = new Uint32Array(texts.length * bands);
  const sketch = createSketcher(sketched);
  const shingles = Uint32Array.from(texts, (text, i) => sketch(text, keys, i * bands));
  if (key !== undefined) for (let i = 0; i < texts.length; i++) keys[i * bands] = key;
  return clusterTexts(texts, { keys, bands, shingles }, rules, {});
}

const own = (i: number) => Array.from({ length: 12 }, (_, k) => `t${i}w${k}`).join(" ");
const made = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i));

describe("the number of comparisons grows with the number of texts, not of pairs", () => {
  test("100,000 equal texts are compared once each", async () => {
    const { first, compared, limited } = await clustersOf(
      made(100_000, () => "the very same words in each of them"),
    );
    expect(compared).toBe(99_999);
    expect(limited).toBe(0);
    expect(first.every((one) => one === 0)).toBe(true);
  });

  test("100,000 texts with one common shingle are hardly ever compared", async () => {
    const { compared } = await clustersOf(made(100_000, (i) => `as seen on this site ${own(i)}`));
    expect(compared).toBeLessThan(100_000);
  });

  test("texts that all share a band are compared with a few of them, and how many were not is counted", async () => {
    for (const count of [5_000, 10_000]) {
      const { first, compared, limited } = await clustersOf(made(count, own), 7);
      expect(compared).toBeLessThanOrEqual(REPRESENTATIVES * count);
      expect(compared).toBeGreaterThan((REPRESENTATIVES - 1) * count);
      expect(limited).toBe(count - REPRESENTATIVES);
      expect(new Set(first).size).toBe(count);
    }
  });

  test("100,000 texts without words are compared with none", async () => {
    const { first, compared } = await clustersOf(made(100_000, (i) => (i % 2 === 0 ? "" : "?!")));
    expect(compared).toBe(0);
    expect(first.every((one, i) => one === i)).toBe(true);
  });
});

describe("a limit that was reached is said", () => {
  // Texts of two shingles, of which one is common: a third of each is alike, and many share a band of few bins.
  const texts = made(2_000, (i) => `as seen on this site t${i}`);

  test("as a warning of the process, by nearDuplicates", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await nearDuplicates(texts, { threshold: 0.5 });
    expect(warned).toHaveBeenCalledWith(
      expect.stringMatching(/^[\d,]+ texts look like more than 8 others that differ/),
      expect.objectContaining({ code: "NEAR_DUPLICATES_LIMITED" }),
    );
  });

  test("as a finding, by a pipeline", async () => {
    const examples = texts.map((text, i) => ({ id: `d${i}`, text, label: i % 2 === 0 ? "a" : "b" }));
    const pipeline = createPipeline({
      split: stratifiedSplit({ testSize: 0.2 }),
      nearDuplicates: { threshold: 0.5 },
      threads: 1,
    });
    const { quality } = await pipeline.process(examples);
    const finding = quality.findings.find(({ check }) => check === "near-duplicates-limited");
    expect(finding).toMatchObject({ severity: "warning" });
    expect(finding?.count).toBeGreaterThan(100);
  });
});

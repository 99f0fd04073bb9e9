import { createRequire } from "node:module";
import { type Example, type Random, seededRandom } from "@imdb/core";

/** Texts that windows are drawn from; a `share` draws so many of them positive. */
export interface Scenario {
  readonly name: string;
  readonly examples: readonly Example[];
  readonly positiveShare?: number;
}

/** What production may bring, made of the test split and of sentences about phones and restaurants. */
export function scenarios(test: readonly Example[]): Scenario[] {
  const byRating = (rating: number) => test.filter((e) => e.attributes?.["rating"] === rating);
  const lengths = test.map((e) => e.text.length).sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.75)]!;
  const changed = (change: (text: string, random: Random) => string) => {
    const root = seededRandom(1);
    return test.map((e, i) => ({ ...e, text: change(e.text, root.fork(String(i))) }));
  };
  return [
    { name: "the same (test split)", examples: test },
    { name: "Amazon sentences", examples: sentences("amazon") },
    { name: "Yelp sentences", examples: sentences("yelp") },
    { name: "reviews of one star", examples: byRating(1) },
    { name: "reviews of ten stars", examples: byRating(10) },
    { name: "the longest quarter", examples: test.filter((e) => e.text.length >= long) },
    ...[1, 2, 5, 10].map((percent) => ({
      name: `${percent} % of characters corrupted`,
      examples: changed((text, random) => corrupted(text, percent / 100, random)),
    })),
    { name: "negations flipped", examples: changed(negated) },
    ...[45, 40, 30, 20, 10].map((percent) => ({
      name: `${percent} % positive`,
      examples: test,
      positiveShare: percent / 100,
    })),
  ];
}

/** A window: examples by number, without replacement; all of them where there are no more than asked for. */
export function drawWindow(scenario: Scenario, size: number, random: Random): number[] {
  const { examples, positiveShare } = scenario;
  const some = (rows: readonly number[], n: number) =>
    Array.from(random.permutation(rows.length).subarray(0, n), (i) => rows[i]!);
  const rows = examples.map((_, i) => i);
  if (positiveShare === undefined) return some(rows, Math.min(size, rows.length));
  const positives = Math.round(size * positiveShare);
  return [
    ...some(
      rows.filter((i) => examples[i]!.label === "pos"),
      positives,
    ),
    ...some(
      rows.filter((i) => examples[i]!.label === "neg"),
      size - positives,
    ),
  ];
}

/** Replaces a share of the characters by random letters. */
function corrupted(text: string, share: number, random: Random): string {
  return Array.from(text, (c) =>
    random.next() < share ? String.fromCharCode(97 + random.integer(26)) : c,
  ).join("");
}

/** Puts a "not" behind, or takes it away from, the forms of "to be". */
function negated(text: string): string {
  return text.replace(/\b(is|was|are|were)( not|n't)?\b/gi, (_, verb: string, not: string | undefined) =>
    not ? verb : `${verb} not`,
  );
}

function sentences(name: string): Example[] {
  const load = createRequire(import.meta.url);
  const rows = load(`sentiment/test/fixtures/${name}.json`) as { text: string }[];
  return rows.map(({ text }, i) => ({ id: `${name}/${i}`, text }));
}

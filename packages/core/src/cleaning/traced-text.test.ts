import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import type { FeatureOccurrence } from "../contracts/vectorizer.js";
import { type CleaningStep, clean } from "./cleaning-step.js";
import { controlCharacters } from "./control-characters.js";
import { defaultCleaning } from "./default-cleaning.js";
import { htmlBreaks } from "./html-breaks.js";
import { htmlEntities } from "./html-entities.js";
import { htmlTags } from "./html-tags.js";
import { lowerCase } from "./lower-case.js";
import { rawPlaces } from "./raw-places.js";
import { traceCleaning } from "./traced-text.js";
import { unicodeNormalForm } from "./unicode-normal-form.js";
import { whitespace } from "./whitespace.js";

const PIECES = [
  ..."ab Zé\n\t'<>&;#/",
  ..."e\u0301\u0300\u0323\u00a0\u00ad\ufeff\u0096\0ﬁ\u0130Σ\u1100\u1161한가中",
  "word",
  "<br />",
  "<br/>",
  "<i>",
  "&amp;",
  "&amp;lt;",
  "&eacute;",
  "&#8211;",
  "&#x1F600;",
  "&nbsp;",
  "&notit;",
  "&#55;a",
  "😀",
  "\ud800",
];
const rawText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const STEPS: readonly CleaningStep[] = [
  htmlBreaks(),
  htmlEntities(),
  htmlTags(),
  controlCharacters(),
  lowerCase(),
  whitespace(),
  ...(["NFC", "NFD", "NFKC", "NFKD"] as const).map((form) => unicodeNormalForm(form)),
];
const custom: CleaningStep = { name: "own", version: 1, apply: (text) => text.replaceAll("a", "oo") };

describe("traceCleaning", () => {
  const someSteps = fc.oneof(
    fc.constant(defaultCleaning()),
    fc.subarray([...STEPS, custom]),
    fc.shuffledSubarray(STEPS.slice()),
  );

  test("has the same text as cleaning, with ascending places within the raw text", () => {
    fc.assert(
      fc.property(rawText, someSteps, (raw, steps) => {
        const { text, start, end } = traceCleaning(raw, steps);
        expect(text).toBe(clean(raw, steps));
        expect([start.length, end.length]).toEqual([text.length, text.length]);
        for (let i = 0; i < text.length; i++) {
          expect(start[i]!).toBeLessThan(end[i]!);
          expect(end[i]!).toBeLessThanOrEqual(raw.length);
          if (i === 0) continue;
          expect(start[i]!).toBeGreaterThanOrEqual(start[i - 1]!);
          expect(end[i]!).toBeGreaterThanOrEqual(end[i - 1]!);
        }
      }),
      { numRuns: rounds(100, 1_000) },
    );
  });

  test("a unit that a step does not change keeps its place", () => {
    const { text, start, end } = traceCleaning(" A&amp;B<br /><br />cafe\u0301 \u0096 x", defaultCleaning());
    const places = [...text].map((unit, i) => [unit, start[i], end[i]]);
    expect(places).toEqual([
      ["A", 1, 2],
      ["&", 2, 7],
      ["B", 7, 8],
      [" ", 8, 20],
      ["c", 20, 21],
      ["a", 21, 22],
      ["f", 22, 23],
      ["é", 23, 25],
      [" ", 25, 26],
      ["–", 26, 27],
      [" ", 27, 28],
      ["x", 28, 29],
    ]);
  });
});

describe("rawPlaces", () => {
  const words = (text: string): FeatureOccurrence[] =>
    [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(({ 0: word, index }) => {
      return { feature: word.length, start: index, end: index + word.length };
    });

  test("the raw text at a place, cleaned, is the word", () => {
    fc.assert(
      fc.property(rawText, (raw) => {
        const steps = defaultCleaning();
        const cleaned = clean(raw, steps);
        const found = rawPlaces(raw, steps, words);
        const expected = words(cleaned).map(({ start, end }) => cleaned.slice(start, end));
        const given = found.map(({ start, end }) => clean(raw.slice(start, end), steps));
        // In order, and none that is not there.
        let at = 0;
        for (const word of given) {
          while (at < expected.length && expected[at] !== word) at++;
          expect(at++).toBeLessThan(expected.length);
        }
      }),
      { numRuns: rounds(100, 1_000) },
    );
  });

  test("no word of text with markup, references and accents is lost", () => {
    const raw = "<br />Caf&eacute; R&amp;D\u00a0&#8211; na\u0131\u0308ve, cafe\u0301s<br/>\u0096ok\u0096";
    const steps = defaultCleaning();
    expect(rawPlaces(raw, steps, words)).toHaveLength(words(clean(raw, steps)).length);
  });
});

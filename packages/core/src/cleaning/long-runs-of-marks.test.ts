import { describe, expect, test } from "vitest";
import { assertLinearCost } from "../../../../tools/cost/cost.mjs";
import { clean } from "./cleaning-step.js";
import { defaultCleaning } from "./default-cleaning.js";
import { traceCleaning } from "./traced-text.js";
import { unicodeNormalForm } from "./unicode-normal-form.js";

const MARKS = "\u0315\u0300\u05ae\u0301";
const runOf = (size: number) => `a${MARKS.repeat(size / 4)}`;

describe.each(["NFC", "NFKC", "NFD", "NFKD"] as const)("%s of a long run of marks", (form) => {
  const step = unicodeNormalForm(form);

  test("is traced to the character that it stands on, and what follows to itself", () => {
    const text = `one e${MARKS.repeat(20)} two \u00e9${MARKS.repeat(20)} three`;
    const { text: traced, start, end } = traceCleaning(text, [step]);
    expect(traced).toBe(step.apply(text));
    for (const word of ["one", "two", "three"]) {
      const at = traced.indexOf(word);
      expect(text.slice(start[at], end[at + word.length - 1])).toBe(word);
    }
  });

  test("takes linear time, also traced", async () => {
    const work = (text: string) => {
      step.apply(text);
      traceCleaning(text, [step]);
    };
    expect((await assertLinearCost(work, runOf, 25_000)).ms).toBeLessThan(1000);
  }, 30_000);
});

test("the default cleaning of a long run is the same when it is done again", () => {
  const once = clean(runOf(1000), defaultCleaning());
  expect(clean(once, defaultCleaning())).toBe(once);
});

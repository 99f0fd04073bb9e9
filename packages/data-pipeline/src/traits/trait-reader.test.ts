import { seededRandom } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { sameText } from "../quality/same-text.js";
import { groupedSplit } from "../split/grouped-split.js";
import { readTraits } from "./text-traits.js";
import { createTraitReader } from "./trait-reader.js";

const random = seededRandom(5);
const words = (n: number) => Array.from({ length: n }, () => `w${random.integer(5000)}`).join(" ");
// More than the calling thread reads alone.
const TEXTS = Array.from({ length: 6000 }, (_, i) => (i % 50 === 7 ? "The same again &lt;b>." : words(120)));

describe("createTraitReader", () => {
  test.each([1, 2, 4])("on %i threads gives what reading all texts at once gives", async (threads) => {
    const reader = createTraitReader(5, { threads });
    try {
      for (const text of TEXTS) reader.add(text);
      expect(await reader.finish()).toEqual(readTraits(TEXTS, 5));
    } finally {
      await reader.close();
    }
  });

  test("a pipeline on threads gives the same dataset, and can be cancelled", async () => {
    const examples = TEXTS.map((text, i) => ({
      id: `${i}`,
      text,
      label: i % 2 ? "pos" : "neg",
      group: `${i % 9}`,
    }));
    const pipeline = createPipeline({ split: groupedSplit({ testSize: 0.3, seed: 1 }), failOn: "never" });
    const alone = await pipeline.process(examples, { threads: 1 });
    expect(await pipeline.process(examples, { threads: 3 })).toEqual(alone);
    const controller = new AbortController();
    const cancelled = pipeline.process(examples, {
      threads: 3,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

test("sameText finds equal texts and no others, also among texts that look alike", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "A", "b", " ", ".", "!"), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(text), fc.constantFrom(0, 2), (texts, shingleSize) => {
      const examples = texts.map((text, i) => ({ id: `${i}`, text }));
      const expected = texts.map((text) => texts.indexOf(text));
      expect([...sameText(examples, readTraits(texts, shingleSize))]).toEqual(expected);
    }),
  );
});

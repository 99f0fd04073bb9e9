import { seededRandom } from "@imdb/core";
import type { CleaningStep } from "@imdb/core/cleaning";
import { defaultCleaning } from "@imdb/core/cleaning";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { sameText } from "../quality/same-text.js";
import { sketchRulesOf } from "../similarity/sketch.js";
import { groupedSplit } from "../split/grouped-split.js";
import { joinTraits, readTraits } from "../traits/text-traits.js";
import { prepareTexts } from "./prepare-texts.js";
import { TextPreparer } from "./text-preparer.js";

const SKETCH = sketchRulesOf({ threshold: 0.8, shingleSize: 5 });
const random = seededRandom(5);
const words = (n: number) => Array.from({ length: n }, () => `w${random.integer(5000)}`).join(" ");
// More than the calling thread reads alone.
const TEXTS = Array.from({ length: 6000 }, (_, i) => (i % 50 === 7 ? "The same again &lt;b>." : words(120)));

const OWN: CleaningStep = { name: "whitespace", version: 1, apply: (text) => text.replaceAll("w1", "own") };

const hex = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString("hex");

describe("TextPreparer", () => {
  const heads = TEXTS.map((_, i) => `{"id":"${i}","text":`);

  test.each([
    [1, defaultCleaning()],
    [2, defaultCleaning()],
    [4, defaultCleaning()],
    // A step of the caller's own cannot be sent, not even under the name of one of ours.
    [3, [...defaultCleaning(), OWN]],
  ])("on %i threads returns the same as preparing all texts at once", async (threads, cleaning) => {
    const preparer = new TextPreparer(cleaning, SKETCH, { threads });
    try {
      const parts = [];
      for (let i = 0; i < TEXTS.length; i += 100) {
        preparer.add({ texts: TEXTS.slice(i, i + 100), heads: heads.slice(i, i + 100) });
        parts.push(...preparer.take());
      }
      parts.push(...(await preparer.finish()));
      const whole = prepareTexts({ texts: TEXTS, heads }, cleaning, SKETCH);
      expect(parts.flatMap(({ texts }) => texts)).toEqual(whole.texts);
      expect(hex(Buffer.concat(parts.map(({ digests }) => digests)))).toBe(hex(whole.digests));
      const traits = joinTraits(parts.map((part) => part.traits));
      for (const name of ["keys", "shingles", "marks", "scripts"] as const) {
        expect(hex(traits[name]), name).toBe(hex(whole.traits[name]));
      }
      expect(whole.texts.filter((text) => text !== null).length).toBeGreaterThan(100);
    } finally {
      await preparer.close();
    }
  });

  test("what a step throws reaches the caller", async () => {
    const fails: CleaningStep = {
      name: "fails",
      version: 1,
      apply() {
        throw new Error("no cleaning");
      },
    };
    const preparer = new TextPreparer([fails], SKETCH, { threads: 2 });
    try {
      for (let i = 0; i < 8; i++) preparer.add({ texts: ["a"], heads: ["{"] });
      await expect(preparer.finish()).rejects.toThrow("no cleaning");
    } finally {
      await preparer.close();
    }
  });

  test("a pipeline on threads returns the same dataset, and can be cancelled", async () => {
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
    fc.property(fc.array(text), fc.constantFrom(undefined, SKETCH), (texts, sketched) => {
      const examples = texts.map((text, i) => ({ id: `${i}`, text }));
      const expected = texts.map((text) => texts.indexOf(text));
      expect([...sameText(examples, readTraits(texts, sketched))]).toEqual(expected);
    }),
  );
});

test("traits of several blocks are joined also where near duplicates are not looked for", () => {
  const joined = joinTraits([readTraits(["one", "two"], undefined), readTraits(["<p>three</p>"], undefined)]);
  expect(joined).toEqual(readTraits(["one", "two", "<p>three</p>"], undefined));
});

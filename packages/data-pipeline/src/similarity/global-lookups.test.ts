import { expect, test } from "vitest";
import { createSketcher, sketchRulesOf } from "./sketch.js";

test("a text is sketched with a few look-ups of a global, not some for every word: in a vm context they are slow", () => {
  const math = Math;
  const text = Array.from({ length: 2000 }, (_, i) => `word${i}`).join(" ");
  const rules = sketchRulesOf({ threshold: 0.8, shingleSize: 3 });
  let reads = 0;
  Object.defineProperty(globalThis, "Math", {
    configurable: true,
    get: () => {
      reads++;
      return math;
    },
  });
  try {
    createSketcher(rules)(text, new Uint32Array(rules.bands), 0);
  } finally {
    Object.defineProperty(globalThis, "Math", { configurable: true, writable: true, value: math });
  }
  expect(reads).toBeLessThan(20);
});

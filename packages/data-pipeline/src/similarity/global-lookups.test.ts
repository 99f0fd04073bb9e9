import { expect, test } from "vitest";
import { BANDS, createSketcher } from "./sketch.js";

test("a text is sketched with a few look-ups of a global, not some for every word: in a vm context they are slow", () => {
  const math = Math;
  const text = Array.from({ length: 2000 }, (_, i) => `word${i}`).join(" ");
  let reads = 0;
  Object.defineProperty(globalThis, "Math", {
    configurable: true,
    get: () => {
      reads++;
      return math;
    },
  });
  try {
    createSketcher([text], 3)(text, new Uint32Array(BANDS), 0);
  } finally {
    Object.defineProperty(globalThis, "Math", { configurable: true, writable: true, value: math });
  }
  expect(reads).toBeLessThan(20);
});

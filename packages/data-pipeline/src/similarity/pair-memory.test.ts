import { expect, test } from "vitest";
import { createPairMemory } from "./pair-memory.js";

test("pairs are remembered up to a limit, and more are no error", () => {
  const memory = createPairMemory(1_000_000, 1000);
  for (let a = 0; a < 5000; a++) memory.add(a, 999_999);
  expect([memory.has(0, 999_999), memory.has(999, 999_999), memory.has(1000, 999_999)]).toEqual([
    true,
    true,
    false,
  ]);
});

test("by default more pairs may be added than a Set can hold", () => {
  const memory = createPairMemory(2 ** 25);
  // 2^24 + 1 members would be a RangeError.
  for (let a = 0; a <= 2 ** 24; a++) memory.add(a, 1);
  expect(memory.has(0, 1)).toBe(true);
}, 60_000);

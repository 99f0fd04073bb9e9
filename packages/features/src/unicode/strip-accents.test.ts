import { describe, expect, test } from "vitest";
import { assertLinearCost } from "../../../../tools/cost/cost.mjs";
import { stripAccents } from "./strip-accents.js";

const MARKS = "\u0315\u0300\u05ae\u0301";

describe.each(["unicode", "ascii"] as const)("accents stripped to %s", (how) => {
  test("are gone from a run of any length, with nothing in their place", () => {
    expect(stripAccents(`a${MARKS.repeat(50)}\u00e9${MARKS.repeat(9)}b`, how)).toBe("aeb");
  });

  test("take linear time", async () => {
    const work = (text: string) => void stripAccents(text, how);
    const { ms } = await assertLinearCost(work, (size) => `a${MARKS.repeat(size / 4)}`, 25_000);
    expect(ms).toBeLessThan(1000);
  });
});

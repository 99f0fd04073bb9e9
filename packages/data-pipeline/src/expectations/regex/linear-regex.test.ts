import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { linearRegex } from "./linear-regex.js";

function testOf(source: string): (text: string) => boolean {
  const made = linearRegex(source);
  if (typeof made !== "function") throw new Error(`${source}: ${made.problem}`);
  return made;
}

describe("linearRegex", () => {
  test.each([
    "",
    "a|b",
    "^a+$",
    "^(?:ab|a)(c|bcd)*$",
    "a{2}b{1,2}c{0,}",
    "^[^a-c]*?$",
    "^\\p{L}+\\s\\d{2,}$",
    "^.$",
    "(^a|b$)",
    "^$",
    "(?<year>\\d{4})-\\d\\d",
    "\\u{1F600}|[\\u{1F600}-\\u{1F64F}]",
    "^(a*)*b?$",
    "[\\]a]b",
    "^(){3}a$",
    "\\.\\*\\(",
  ])("finds %j where JavaScript does", (source) => {
    const made = testOf(source);
    const native = new RegExp(source, "u");
    const random = seededRandom(7);
    const letters = [..."aabbccd]. *(019-x😀ä\n"];
    const texts = ["", "a", "ab", "abcd", "2024-05", "😀", "ää 12", "aabc", ".*("];
    for (let i = 0; i < 400; i++) {
      texts.push(
        Array.from({ length: random.integer(7) }, () => letters[random.integer(letters.length)]!).join(""),
      );
    }
    for (const text of texts) expect(made(text), JSON.stringify(text)).toBe(native.test(text));
  });

  test.each([
    ["(a)\\1", "a reference to a group"],
    ["a(?=b)", "look-ahead"],
    ["(?<!a)b", "look-ahead or look-behind"],
    ["\\bword\\b", "a word boundary"],
    ["((a{100}){100}){100}", "more than 2000 steps"],
    ["(", "Unterminated group"],
    [`${"(".repeat(200)}${")".repeat(200)}`, "groups in one another"],
  ])("refuses %j", (source, reason) => {
    expect(linearRegex(source)).toMatchObject({ problem: expect.stringContaining(reason) });
  });

  test("takes linear time where backtracking does not end", () => {
    const start = performance.now();
    for (const source of ["^(a+)+$", "^(a|aa)+$", "a*a*a*a*b$", "(x+x+)+y"]) {
      expect(testOf(source)(`${"a".repeat(200_000)}!`)).toBe(false);
    }
    expect(testOf("(((){1000}){1000}){1000}a")("a")).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

import { expect, test } from "vitest";
import { decodeNumbers } from "./decode-numbers.js";

test("each number ends in a small letter", () => {
  expect(decodeNumbers("abzBaBzZZzBAAa")).toEqual([0, 1, 25, 26, 51, 17_575, 17_576]);
});

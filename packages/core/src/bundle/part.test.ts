import { expect, test } from "vitest";
import type { Codec } from "./codec.js";
import { isFitted } from "./part.js";

const codecOf = (kind: string) => ({ kind }) as Codec;
const codecs = [codecOf("a"), codecOf("b")];

class Fitted {
  readonly kind = "b";
}

test.each([
  ["an object with a method, of a kind that is listed", { kind: "b", predict: () => 1, size: 3 }, true],
  ["one without a prototype", Object.assign(Object.create(null), { kind: "b", predict: () => 1 }), true],
  ["an instance of a class", new Fitted(), true],
  ["data of that kind", { kind: "b", size: 3 }, false],
  ["data without a prototype", Object.assign(Object.create(null), { kind: "b" }), false],
  ["a kind that is not listed", { kind: "c", predict: () => 1 }, false],
  ["no kind", { predict: () => 1 }, false],
  ["null", null, false],
  ["a function with a kind", Object.assign(() => 1, { kind: "b" }), false],
])("fitted or not: %s", (_, value, expected) => {
  expect(isFitted(value as object, codecs)).toBe(expected);
});

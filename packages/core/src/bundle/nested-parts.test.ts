import { expect, test } from "vitest";
import type { Codec } from "./codec.js";
import { decodeParts, encodeParts } from "./nested-parts.js";
import { finiteNumbers, vectorTensor } from "./part-tensors.js";

interface Weights {
  readonly kind: "weights";
  readonly values: Float64Array;
}
const weights: Codec<Weights> = {
  kind: "weights",
  version: 1,
  tensors: ["values"],
  encode: ({ values }) => ({ params: {}, tensors: { values: vectorTensor(values) } }),
  decode: (part) => ({ kind: "weights", values: finiteNumbers(part, "values") }),
};
const codecs = [weights as Codec];

/** Parts of these names, each with its place among them as its only weight. */
function partsNamed(...names: string[]): Record<string, Weights> {
  return Object.fromEntries(names.map((name, i) => [name, { kind: "weights", values: Float64Array.of(i) }]));
}

test.each([[["a", "b"]], [["parts.1", "parts.10"]], [["constructor", "toString"]], [[""]]])(
  "parts named %j are read again, each with its own tensors",
  (names) => {
    const { descriptions, tensors } = encodeParts(partsNamed(...names), codecs);
    const byName = Object.fromEntries(names.map((name, i) => [name, descriptions[i]]));
    expect(decodeParts({ tensors }, byName, codecs)).toEqual(Object.values(partsNamed(...names)));
  },
);

test.each([
  [["__proto__"], /a part named __proto__ cannot be read again/],
  [["a", "a.b"], /of its parts a and a\.b cannot be told apart/],
  [["a.b", "a"], /of its parts a and a\.b cannot be told apart/],
])("parts named %j, which could not be read again, are refused when they are written", (names, message) => {
  expect(() => encodeParts(partsNamed(...names), codecs)).toThrow(
    expect.objectContaining({ code: "INVALID_BUNDLE", message: expect.stringMatching(message) }),
  );
});

test("at most 1,000 parts make up another, in both directions", () => {
  const named = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, { kind: "plain" }]));
  const plain = {
    kind: "plain",
    version: 1,
    encode: () => ({ params: {}, tensors: {} }),
    decode: () => "decoded",
  };
  const { descriptions } = encodeParts(named(1000), [plain]);
  expect(descriptions).toHaveLength(1000);
  expect(() => encodeParts(named(1001), [plain])).toThrow("it has 1001 parts, over 1000");
  const described = Object.fromEntries(descriptions.map((one, i) => [`p${i}`, one]));
  expect(decodeParts({ tensors: {} }, described, () => [plain])).toHaveLength(1000);
  const tooMany = { ...described, p1000: descriptions[0] };
  expect(() => decodeParts({ tensors: {} }, tooMany, [plain])).toThrow("it has 1001 parts, over 1000");
});

test("the first tensor that belongs to no part is named", () => {
  const plain = {
    kind: "plain",
    version: 1,
    encode: () => ({ params: {}, tensors: {} }),
    decode: () => "decoded",
  };
  const tensor = { shape: [0], data: new Uint8Array(0) };
  const described = { a: { kind: "plain", version: 1, params: {} } };
  const tensors = { "a.w": tensor, "b.w": tensor, c: tensor };
  expect(() => decodeParts({ tensors }, described, [plain])).toThrow('the tensor "b.w" belongs to no part');
});

import { expect, test } from "vitest";
import { InvalidBundle } from "../errors/codes.js";
import { assertNoStray, finiteNumbers, isTensor, tensorData, vectorTensor } from "./part-tensors.js";

const numbers = Float64Array.of(1, 2, 3, 4, 5, 6);
const tensors = { m: { shape: [2, 3], data: numbers }, v: vectorTensor(Uint8Array.of(7)) };

test("a vector has one dimension, of its length", () => {
  expect(vectorTensor(numbers)).toEqual({ shape: [6], data: numbers });
});

test("a tensor of the type and shape asked for is returned as it is", () => {
  expect(tensorData({ tensors }, "m", "Float64Array", [2, 3])).toBe(numbers);
  expect(tensorData({ tensors }, "v", "Uint8Array")).toBe(tensors.v.data);
});

test.each([
  ["is not there", "w", "Uint8Array", undefined, "tensor w is missing"],
  ["is inherited", "toString", "Uint8Array", undefined, "tensor toString is missing"],
  ["has another type", "v", "Float64Array", undefined, "tensor v is not a vector of Float64Array"],
  ["is no vector", "m", "Float64Array", undefined, "tensor m is not a vector of Float64Array"],
  ["is transposed", "m", "Float64Array", [3, 2], "tensor m is not of the shape 3 × 2 of Float64Array"],
  ["has fewer dimensions", "m", "Float64Array", [2, 3, 1], "tensor m is not of the shape 2 × 3 × 1"],
  ["has more dimensions", "m", "Float64Array", [2], "tensor m is not of the shape 2 of"],
  ["differs in one dimension", "m", "Float64Array", [2, 4], "tensor m is not of the shape 2 × 4"],
] as const)("a tensor that %s is refused", (_, name, type, shape, problem) => {
  expect(() => tensorData({ tensors }, name, type, shape)).toThrow(problem);
});

test("numbers that must be finite: NaN and infinity are refused by name", () => {
  expect(finiteNumbers({ tensors }, "m", [2, 3])).toBe(numbers);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const odd = { w: vectorTensor(Float64Array.of(0, value)) };
    expect(() => finiteNumbers({ tensors: odd }, "w")).toThrow(`tensor w holds ${value}`);
  }
});

test.each([
  ["a vector", { shape: [2], data: new Float32Array(2) }, true],
  ["an empty one", { shape: [0], data: new Int32Array(0) }, true],
  ["a single number", { shape: [], data: new Uint32Array(1) }, true],
  ["a matrix", { shape: [2, 3], data: numbers }, true],
  ["no object", null, false],
  ["no shape", { data: numbers }, false],
  ["no data", { shape: [6] }, false],
  ["a shape that is no list", { shape: { length: 1, 0: 6, every: 1 }, data: numbers }, false],
  ["a size below zero, twice", { shape: [-2, -3], data: numbers }, false],
  ["a broken size", { shape: [1.5, 4], data: numbers }, false],
  ["one size that is text", { shape: [2, "3"], data: numbers }, false],
  ["a plain list as data", { shape: [1], data: [1] }, false],
  ["another typed array", { shape: [1], data: new Int16Array(1) }, false],
  ["too few numbers", { shape: [7], data: numbers }, false],
  ["too many numbers", { shape: [5], data: numbers }, false],
])("a tensor or not: %s", (_, value, expected) => {
  expect(isTensor(value)).toBe(expected);
});

test("a tensor that no part owns is refused, by the first 80 characters of its name", () => {
  assertNoStray(undefined);
  expect(() => assertNoStray("s".repeat(81))).toThrow(
    InvalidBundle.create({
      problem: `the tensor "${"s".repeat(80)}" belongs to no part`,
    }).message,
  );
});

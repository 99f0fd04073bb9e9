import { roleOf, withRole } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UnstorableValue } from "../index.js";
import { decodeValue } from "./decode-value.js";
import { encodeValue } from "./encode-value.js";
import { hashValue } from "./hash-value.js";

function roundTrip(value: unknown): unknown {
  const { head, blobs } = encodeValue(value, "inserted");
  return decodeValue(head, new Uint8Array(Buffer.concat(blobs)));
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: false,
  withSparseArray: false,
});

describe("values", () => {
  test("are read back unchanged", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
    );
    for (const value of [
      -0,
      Number.NaN,
      "\ud800",
      { $type: "Map", entries: [] },
      JSON.parse('{"__proto__":{"x":1}}'),
    ]) {
      expect(roundTrip(value)).toEqual(value);
      expect(JSON.stringify(roundTrip(value))).toBe(JSON.stringify(value));
    }
    expect(Object.is(roundTrip(-0), -0)).toBe(true);
    expect(Object.keys(roundTrip({ b: 1, a: 2 }) as object)).toEqual(["b", "a"]);
    expect(roleOf(roundTrip(withRole("train", ["a"])) as string[])).toBe("train");
  });

  test("have equal hashes when they are equal, in any order of keys, and different ones otherwise", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anything), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(hashValue(reversed)).toBe(hashValue(record));
      }),
    );
    const apart = [
      1,
      "1",
      -0,
      0,
      [1],
      { 0: 1 },
      new Set([1]),
      new Map([[1, 1]]),
      null,
      undefined,
      {},
      [],
      1n,
      new Date(1),
    ];
    const arrays = [
      Uint8Array.of(1),
      Int8Array.of(1),
      Uint8Array.of(1, 0),
      Uint16Array.of(1),
      [Uint8Array.of(1), Uint8Array.of()],
    ];
    const hashes = [
      ...apart,
      ...arrays,
      ["a", "b"],
      withRole("train", ["a", "b"]),
      withRole("test", ["a", "b"]),
    ].map(hashValue);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashValue(new Set(["b", "a"]))).toBe(hashValue(new Set(["a", "b"])));
    // SHA-256 of the JSON text, for plain data: `printf '{"a":1}' | sha256sum`.
    expect(hashValue({ a: 1 })).toBe("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
  });

  test("that cannot be stored are refused by their place; damaged bytes are an error", () => {
    class Model {}
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const [value, path] of [
      [{ a: [() => 1] }, "the value.a[0]"],
      [{ model: new Model() }, "the value.model"],
      [cycle, "the value[0]"],
      [Symbol("x"), "the value"],
    ] as const) {
      expect(() => encodeValue(value, "inserted")).toThrow(
        expect.toSatisfy((error) => UnstorableValue.is(error) && error.details.path === path),
      );
    }
    const bad = [
      "nonsense",
      '{"$type":"Float64Array","bytes":16}',
      '{"$type":"Float64Array","bytes":3}',
      '{"$type":"Worker","bytes":0}',
      '{"$type":"Map"}',
      '{"$type":"Texts","role":"admin","items":[]}',
      "1",
    ];
    for (const head of bad) expect(() => decodeValue(head, new Uint8Array(8))).toThrow();
  });
});

test("a value that is nested too deeply is refused by name", () => {
  const nested = (levels: number) => {
    let value: unknown = 1;
    for (let i = 0; i < levels; i++) value = [value];
    return value;
  };
  expect(hashValue(nested(1000))).toMatch(/^[0-9a-f]{64}$/);
  for (const levels of [1001, 100_000]) {
    expect(() => hashValue(nested(levels))).toThrow(/^the value\[0\].*nested more than 1000 levels deep/);
  }
});

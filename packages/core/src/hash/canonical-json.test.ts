import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NotCanonical } from "../errors/codes.js";
import { canonicalJson } from "./canonical-json.js";

/** RFC 8785, appendix B: the bits of a double and its text. */
const NUMBERS: readonly (readonly [bits: string, text: string])[] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["ffefffffffffffff", "-1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555554", "333333333.33333325"],
  ["41b3de4355555555", "333333333.3333333"],
  ["41b3de4355555556", "333333333.3333334"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

describe("canonicalJson, by the vectors of RFC 8785", () => {
  test.each(NUMBERS)("%s is %s", (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    expect(canonicalJson(view.getFloat64(0))).toBe(text);
  });

  test("section 3.2.2: literals, numbers, strings", () => {
    const input = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test("section 3.2.3: names are sorted by UTF-16 units", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
    expect(Object.keys(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });
});

describe("canonicalJson", () => {
  test("has the same content as JSON for every value, in any order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.stringify(JSON.parse(text))).toBe(
          JSON.stringify(JSON.parse(canonicalJson(shuffled(value)))),
        );
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test("accepts objects without a prototype and of another realm, and leaves undefined members out", () => {
    expect(canonicalJson(Object.assign(Object.create(null), { b: undefined, a: 1 }))).toBe('{"a":1}');
    expect(canonicalJson(vm.runInNewContext("({ b: [1], a: {} })"))).toBe('{"a":{},"b":[1]}');
  });

  const cycle: Record<string, unknown> = {};
  cycle["self"] = [cycle];
  test.each([
    ["NaN", { a: [1, Number.NaN] }, "a[1]"],
    ["infinity", { a: { b: -Infinity } }, "a.b"],
    ["undefined in a list", [undefined], "[0]"],
    ["a hole in a list", new Array(1), "[0]"],
    ["a function", { f() {} }, "f"],
    ["a symbol", { s: Symbol("s") }, "s"],
    ["a bigint", { n: 1n }, "n"],
    ["a date", { d: new Date(0) }, "d"],
    ["a map", { m: new Map() }, "m"],
    ["a typed array", { t: new Float32Array(1) }, "t"],
    ["a boxed number", { n: Object(1) }, "n"],
    ["an instance of a class", { e: new (class Thing {})() }, "e"],
    ["a lone surrogate", { s: "\ud800" }, "s"],
    ["a lone surrogate in a key", { "\udc00": 1 }, ""],
    ["a cycle", cycle, "self[0]"],
  ])("refuses %s and names the place", (_what, value, path) => {
    const error = thrown(() => canonicalJson(value));
    expect(NotCanonical.is(error)).toBe(true);
    expect((error as { details: { path: string } }).details.path).toBe(path);
  });

  test("refuses nesting that would overflow the stack; the same value twice is no cycle", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(NotCanonical.is(thrown(() => canonicalJson(deep)))).toBe(true);
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
});

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  );
}

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

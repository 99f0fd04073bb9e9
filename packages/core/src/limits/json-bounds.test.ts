import fc from "fast-check";
import { expect, test } from "vitest";
import { excessProblem, jsonExcess } from "./json-bounds.js";
import { doubledName } from "./json-names.js";

test("depth, members and values are counted over any JSON exactly", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, spaced) => {
      const text = JSON.stringify(value, null, spaced ? 1 : 0);
      const { depth, members, values } = countsOf(value);
      // An empty list is counted like one of a single member: a scan does not look into it.
      expect(jsonExcess(text, { depth, members: Math.max(members, 1), values })).toBeUndefined();
      if (depth > 0)
        expect(jsonExcess(text, { depth: depth - 1 })).toEqual({ bound: "depth", limit: depth - 1 });
      if (members > 1) {
        expect(jsonExcess(text, { members: members - 1 })).toEqual({ bound: "members", limit: members - 1 });
      }
    }),
    { seed: 1 },
  );
});

test.each([
  ["member", 1],
  ["values", -1],
  ["depth", "3"],
])("the bound %s: %s is refused", (name, value) => {
  expect(() => jsonExcess("[1,2]", { [name]: value })).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION", details: expect.objectContaining({ option: name }) }),
  );
});

function countsOf(value: unknown): { depth: number; members: number; values: number } {
  if (typeof value !== "object" || value === null) return { depth: 0, members: 0, values: 1 };
  const inner = Object.values(value).map(countsOf);
  return {
    depth: 1 + Math.max(0, ...inner.map((one) => one.depth)),
    members: Math.max(inner.length, ...inner.map((one) => one.members)),
    values:
      1 +
      Math.max(
        1,
        inner.reduce((sum, one) => sum + one.values, 0),
      ),
  };
}

test("brackets, commas and quotes in strings count for nothing", () => {
  const text = JSON.stringify(["[[[[,,,,", '\\"[', '\\\\"', "{\\"]);
  expect(jsonExcess(text, { depth: 1, members: 4, values: 5 })).toBeUndefined();
  expect(jsonExcess(text, { members: 3 })).toEqual({ bound: "members", limit: 3 });
});

test("what is not JSON ends the scan and never throws", () => {
  for (const text of ["", ",", "]]]]", '"', '"\\', "}{,", '{"a":', "\\\\\\"])
    expect(jsonExcess(text)).toBeUndefined();
});

test("an excess is found long before the end, whatever follows", () => {
  const text = "[".repeat(4 << 20);
  expect(excessProblem(jsonExcess(text)!)).toBe("it is nested too deeply, more than 100 levels");
  expect(excessProblem(jsonExcess(`[${"1,".repeat(1 << 20)}1]`, { members: 1000 })!)).toMatch(
    /more than 1000 members/,
  );
  expect(excessProblem(jsonExcess(`[${"1,".repeat(1 << 20)}1]`, { values: 10 })!)).toMatch(
    /more than 10 values/,
  );
});

test("a name that is there twice is found, also behind escapes, and only in the outermost object", () => {
  expect(doubledName('{"a":1,"b":{"a":2},"a":3}')).toBe("a");
  expect(doubledName('{"a":1,"\\u0061":3}')).toBe("a");
  expect(doubledName('{"a":"a","b":{"c":1,"c":2}}')).toBeUndefined();
});

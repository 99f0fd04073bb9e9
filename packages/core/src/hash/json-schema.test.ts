import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { jsonSchema } from "./json-schema.js";

const record = z.record(z.string(), jsonSchema);
const zods = z.record(z.string(), z.json());

test("it accepts what the JSON schema of zod accepts, and gives the same", () => {
  const values = { withNullPrototype: true, withDate: true, withMap: true, withBigInt: true, maxDepth: 4 };
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything(values)), (value) => {
      const [ours, other] = [record.safeParse(value), zods.safeParse(value)];
      fc.pre(!JSON.stringify(other.data ?? null).includes("__proto__"));
      expect(ours.success).toBe(other.success);
      if (ours.success) expect(JSON.stringify(ours.data)).toBe(JSON.stringify(other.data));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test.each<[string, unknown, (string | number)[]]>([
  ["undefined", { a: { b: [1, undefined] } }, ["a", "b", 1]],
  ["NaN", { a: Number.NaN }, ["a"]],
  ["a hole", { a: new Array(1) }, ["a", 0]],
  ["a date", { a: [new Date(0)] }, ["a", 0]],
  ["a typed array", { a: new Uint8Array(1) }, ["a"]],
  ["a name that sets a prototype", JSON.parse('{"a":{"__proto__":1}}'), ["a", "__proto__"]],
])("%s is refused at its place", (_, value, path) => {
  const message = "Invalid input: expected JSON";
  expect(record.safeParse(value).error?.issues).toMatchObject([{ path, message }]);
});

test("a value that holds itself, or is nested 501 deep, is refused", () => {
  const loop: unknown[] = [];
  loop.push(loop, loop);
  expect(jsonSchema.safeParse(loop).success).toBe(false);
  const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  expect(jsonSchema.safeParse(nested(500)).success).toBe(true);
  expect(jsonSchema.safeParse(nested(600)).success).toBe(false);
});

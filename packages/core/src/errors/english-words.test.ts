import { expect, test } from "vitest";
import { en } from "zod/locales";
import * as z from "zod/mini";
import { englishWords } from "./english-words.js";

const zods = en().localeError;
class Film {}

/** A schema, and values that it refuses. */
const REFUSALS: readonly (readonly [schema: z.ZodMiniType, values: readonly unknown[]])[] = [
  [
    z.string(),
    [1, null, undefined, Number.NaN, Number.POSITIVE_INFINITY, [], {}, new Film(), new Map(), 1n, () => 1],
  ],
  [z.string(), [Object.create(null), Object.create({ constructor: undefined })]],
  [z.number(), ["1", Number.NaN, Number.NEGATIVE_INFINITY, true, new Date(0)]],
  [z.int(), [1.5, 2 ** 60]],
  [z.literal(1), [2]],
  [z.literal("a"), ["b"]],
  [z.literal([null, "a", 2]), ["b"]],
  [z.enum(["a", "b"]), ["c", 1]],
  [z.string().check(z.minLength(3), z.maxLength(5)), ["a", "abcdef"]],
  [z.string().check(z.length(3)), ["a", "abcdef"]],
  [z.array(z.int()).check(z.minLength(2), z.maxLength(3)), [[1], [1, 2, 3, 4], ["a", 1]]],
  [z.set(z.int()).check(z.minSize(1)), [new Set()]],
  [z.map(z.string(), z.int()).check(z.minSize(1)), [new Map(), new Map([[1, 1]])]],
  [z.number().check(z.minimum(1), z.maximum(2)), [0, 3]],
  [z.number().check(z.gt(1), z.lt(2)), [1, 2]],
  [z.number().check(z.multipleOf(3)), [4]],
  [z.string().check(z.regex(/^a$/)), ["b"]],
  [z.string().check(z.startsWith("a"), z.endsWith("b"), z.includes("c")), [""]],
  [z.strictObject({ a: z.optional(z.int()) }), [{ b: 1 }, { b: 1, c: 2 }, "x"]],
  [z.record(z.string().check(z.minLength(2)), z.int()), [{ a: 1 }, { ab: "x" }, []]],
  [z.union([z.string(), z.int()]), [null]],
  [z.json(), [undefined]],
  [z.iso.datetime(), ["x"]],
  [z.iso.date(), ["x"]],
];

test.each(REFUSALS)("the words are those of zod: %#", (schema, values) => {
  for (const value of values) {
    const ours = schema.safeParse(value, { error: englishWords }).error?.issues;
    expect(ours?.length).toBeGreaterThan(0);
    expect(ours).toEqual(schema.safeParse(value, { error: zods }).error?.issues);
  }
});

test("the name of a format of texts stands for itself", () => {
  const { error } = z.email().safeParse("x", { error: englishWords });
  expect(error?.issues[0]?.message).toBe("Invalid email");
});

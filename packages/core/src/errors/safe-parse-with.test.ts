import { afterEach, expect, test } from "vitest";
import { de } from "zod/locales";
import * as z from "zod/mini";
import { exampleSchema } from "../contracts/example.js";
import { predictionRecordSchema } from "../contracts/prediction-record.js";
import { safeParseWith } from "./safe-parse-with.js";

const before = z.config().localeError;
afterEach(() => {
  z.config({ localeError: before });
});

const messageOf = () => {
  const result = safeParseWith(z.object({ a: z.string().check(z.minLength(3)) }), { a: "x" });
  return result.error?.issues[0]?.message;
};

test("an issue has words where nothing has set a language, as in a bundle with zod/mini alone", () => {
  z.config({ localeError: undefined });
  expect(messageOf()).toBe("Too small: expected string to have >=3 characters");
});

test("a language that is set is kept", () => {
  z.config(de());
  expect(messageOf()).toMatch(/^Zu klein/);
});

test.each<[schema: z.ZodMiniType, value: unknown, messages: string[]]>([
  [
    exampleSchema,
    { id: "", text: 1 },
    ["Too small: expected string to have >=1 characters", "Invalid input: expected string, received number"],
  ],
  [exampleSchema, { id: "1", text: "a", attributes: { a: null } }, ["Invalid input"]],
  [exampleSchema, null, ["Invalid input: expected object, received null"]],
  [
    predictionRecordSchema,
    {
      id: "1",
      time: "now",
      modelVersion: "1",
      text: null,
      label: "a",
      probabilities: { a: 2 },
      latencyMs: -1,
    },
    ["Invalid ISO datetime", "Too big: expected number to be <=1", "Too small: expected number to be >=0"],
  ],
])("a schema of core that is parsed without parseWith has the same words: %#", (schema, value, messages) => {
  z.config({ localeError: undefined });
  expect(schema.safeParse(value).error?.issues.map(({ message }) => message)).toEqual(messages);
  expect(safeParseWith(schema, value).error?.issues.map(({ message }) => message)).toEqual(messages);
});

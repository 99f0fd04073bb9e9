import { expect, test } from "vitest";
import * as z from "zod/mini";
import { parseWith, SchemaMismatch } from "./codes.js";

function refusal(value: unknown): ReturnType<typeof SchemaMismatch.create> {
  try {
    parseWith(z.record(z.string(), z.array(z.string())), value, "A document");
  } catch (error) {
    if (SchemaMismatch.is(error)) return error;
    throw error;
  }
  return expect.fail("it was read");
}

test("a refusal names the first 20 fields, and is small whatever was sent", () => {
  const numbers = (count: number) => ({ a: Array.from({ length: count }, (_, i) => i) });
  expect(refusal(numbers(20)).details.issues).toHaveLength(20);
  const { details, message, cause } = refusal(numbers(100_000));
  expect(details.issues).toHaveLength(21);
  expect(details.issues.at(-1)).toEqual({ path: "", message: "and 99980 more" });
  expect(message.length).toBeLessThan(2000);
  expect(cause).toBeUndefined();
  expect(refusal({ [`n${"a".repeat(100_000)}`]: 1 }).message.length).toBeLessThan(300);
});

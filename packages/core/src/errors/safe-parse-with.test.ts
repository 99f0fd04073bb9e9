import { afterEach, expect, test } from "vitest";
import { de } from "zod/locales";
import * as z from "zod/mini";
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

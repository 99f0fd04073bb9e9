import { type OptionRule, rule } from "@imdb/core/options";

/** Texts. One loop checks all of them: a rule for each text would take longer than the work itself. */
export const textList: OptionRule<readonly string[]> = rule("a list of texts", (value) =>
  isListOf(value, (text) => typeof text === "string"),
);

/** Texts, with `null` in the place of one that is missing. */
export const nullableTextList: OptionRule<readonly (string | null)[]> = rule(
  "a list of texts, with null where there is none",
  (value) => isListOf(value, (text) => text === null || typeof text === "string"),
);

/** A value that must be there. The function that takes it checks its contents with a zod schema. */
/* @__NO_SIDE_EFFECTS__ */
export function present<T>(expected: string): OptionRule<T> {
  return rule(expected, (value) => value !== undefined);
}

/** A value that a zod schema accepts. */
/* @__NO_SIDE_EFFECTS__ */
export function matching<T>(
  expected: string,
  schema: { safeParse(value: unknown): { readonly success: boolean } },
): OptionRule<T> {
  return rule(expected, (value) => schema.safeParse(value).success);
}

/** Whether every value of a list satisfies a condition; false for what is not a list. */
export function isListOf(value: unknown, holds: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(holds);
}

import { type OptionRule, rule } from "@imdb/core/options";

/** The rule of a name or a path. */
export const nonEmptyText: OptionRule<string> = rule(
  "a text that is not empty",
  (value) => typeof value === "string" && value !== "",
);

/** The rule of a point in time. */
export const date: OptionRule<Date> = rule(
  "a date",
  (value) => value instanceof Date && !Number.isNaN(value.getTime()),
);

import { randomBytes } from "node:crypto";
import { type OptionRule, rule } from "@imdb/core/options";

/** A new run id, which sorts by time and is a safe file name. */
export function newRunId(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return `${time}-${randomBytes(4).toString("hex")}`;
}

/** The rule of a run id, which becomes the name of a folder. */
export const runIdRule: OptionRule<string> = rule(
  "up to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit",
  (value) => typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value),
);

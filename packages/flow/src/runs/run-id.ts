import { randomBytes } from "node:crypto";
import { InvalidOption } from "@imdb/core";

/** A new run id: sorts by time, and is a safe file name. */
export function newRunId(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return `${time}-${randomBytes(4).toString("hex")}`;
}

/** A run id names files: nothing but letters, digits, `.`, `_` and `-` may. Throws `INVALID_OPTION`. */
export function checkRunId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)) return id;
  const expected =
    "up to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit";
  throw InvalidOption.create({ option: "runId", value: id, expected });
}

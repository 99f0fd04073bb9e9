import { rowJson } from "../values/row-values.js";

/** A value as a line of JSON. Numbers that would lose digits become texts. */
export function jsonLine(value: unknown): string {
  return `${rowJson(value)}\n`;
}

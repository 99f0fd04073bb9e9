import { valueText } from "@imdb/rows";
import { typedValue } from "./value-types.js";

/** A text that is a number or a boolean, and the text of the same value from a format that has types. */
export interface OtherWriting {
  readonly type: "number" | "boolean";
  readonly text: string;
}

/**
 * The text that JSON and Parquet give for the value that a text of CSV stands for: `1` for `1.0`, `true` for `True`.
 *
 * @returns `undefined` for a text that is no such value, or is written in the same way there
 */
export function otherWriting(written: string): OtherWriting | undefined {
  if (/^(?:true|false)$/i.test(written)) return changed("boolean", written);
  // Digits alone may be the code of something: 007 is not 7.
  return /^[+-]?\d*\.\d*(?:e[+-]?\d+)?$/i.test(written) ? changed("number", written) : undefined;
}

function changed(type: OtherWriting["type"], written: string): OtherWriting | undefined {
  const value = typedValue(type, written);
  const text = typeof value === "object" ? undefined : valueText(value);
  return text === undefined || text === written ? undefined : { type, text };
}

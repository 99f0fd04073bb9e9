import type { Example } from "@imdb/core";
import type { CheckedData } from "../quality/check.js";
import { quotedLabel } from "../quality/label-spelling.js";
import type { Part } from "../quality/part.js";

/** A value of a column. */
export type Value = string | number | boolean;

const FIELDS = ["id", "text", "label", "group", "split"] as const;
const ATTRIBUTE = "attributes.";

/** Makes a function that returns the value of a column, `undefined` where it is missing. */
export function readerOf(column: string): (example: Example) => Value | undefined {
  const field = FIELDS.find((name) => name === column);
  if (field !== undefined) return (example) => example[field];
  const name = column.startsWith(ATTRIBUTE) ? column.slice(ATTRIBUTE.length) : column;
  return ({ attributes }) =>
    attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** The documents of a part, or of all parts. */
export function examplesOf({ examples, parts }: CheckedData, part: Part | undefined): readonly Example[] {
  return part === undefined ? examples : examples.filter((_, i) => parts[i] === part);
}

/** The values of a column that are not missing. */
export function valuesOf(data: CheckedData, column: string, part: Part | undefined): Value[] {
  const read = readerOf(column);
  return examplesOf(data, part).flatMap((example) => read(example) ?? []);
}

/** The most frequent of some values, with their counts: `"fr" (7), "de" (5)`. */
export function frequentValues(values: readonly Value[], shown: number): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(shownValue(value), (counts.get(shownValue(value)) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const list = sorted.slice(0, shown).map(([value, count]) => `${value} (${count.toLocaleString("en-US")})`);
  return `${list.join(", ")}${sorted.length > shown ? ", …" : ""}`;
}

/** A value as messages show it. */
export function shownValue(value: Value): string {
  return typeof value === "string" ? quotedLabel(value) : String(value);
}

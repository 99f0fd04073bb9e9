import { InvalidOption } from "@imdb/core";
import { nearestName } from "@imdb/core/options";
import type { DatasetOptions } from "./compare-dataset.js";

/** The number of columns that a message lists, and the longest name it shows in full. */
const COUNT = 20;
const LENGTH = 80;

/**
 * Checks that every column that the options name exists. Otherwise a misspelt name would leave a column with the
 * default method or threshold.
 *
 * @param known  The names of the columns.
 * @param of     The function that was called, for the message.
 * @throws `INVALID_OPTION` with the nearest name
 */
export function checkColumns(
  { columns, methods, thresholds }: Pick<DatasetOptions, "columns" | "methods" | "thresholds">,
  known: Iterable<string>,
  of: string,
): void {
  const names = new Set(known);
  const named = [
    ...(columns ?? []).map((name, i) => [`columns[${i}]`, name] as const),
    ...Object.keys(methods ?? {}).map((name) => ["methods", name] as const),
    ...Object.keys(thresholds ?? {}).map((name) => ["thresholds", name] as const),
  ];
  for (const [option, value] of named) {
    if (names.has(value)) continue;
    const all = [...names];
    const near = nearestName(value, all);
    const expected = near === undefined ? "a column" : `${JSON.stringify(near)}, or another column`;
    throw InvalidOption.create({ option, value, expected: `${expected}: ${listed(all)}`, of });
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, COUNT).map((name) => name.slice(0, LENGTH));
  const rest = names.length > COUNT ? ` and ${names.length - COUNT} more` : "";
  return shown.length === 0 ? "there is none" : `${shown.join(", ")}${rest}`;
}

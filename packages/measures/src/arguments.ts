import { anyNumber, checkOption, numberList, type OptionRule, rule } from "@imdb/core/options";

function isRow(row: unknown, length: number): boolean {
  const isList = Array.isArray(row) || ArrayBuffer.isView(row);
  return (
    isList && Array.from(row as ArrayLike<unknown>).every(anyNumber.accepts) && Object(row).length === length
  );
}

/** A confusion matrix: a list of as many lists as each has members. */
export const confusionRule: OptionRule<readonly (readonly number[])[]> = rule(
  "a confusion matrix: a list of rows of numbers",
  (value) => Array.isArray(value) && value.every((row) => isRow(row, value.length)),
);

/**
 * Checks that arguments are lists of numbers.
 *
 * @param lists  The arguments by their names.
 * @throws `INVALID_OPTION` naming the argument.
 */
export function checkLists(lists: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const name in lists) checkOption(name, lists[name]!, numberList);
}

/** The rule of an object that has a field. */
export function withField<T extends object>(expected: string, field: keyof T & string): OptionRule<T> {
  return rule(expected, (value) => Object(value)[field] !== undefined);
}

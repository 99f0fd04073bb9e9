import { InvalidOption } from "@imdb/core";

/** A whole number from an argument. @throws `INVALID_OPTION` */
export function wholeNumber(option: string, value: string, lowest: number, highest: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= lowest && number <= highest) return number;
  throw InvalidOption.create({
    option: `--${option}`,
    value,
    expected: `a whole number from ${lowest} to ${highest}`,
  });
}

/** One of several words from an argument. @throws `INVALID_OPTION` */
export function choice<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  throw InvalidOption.create({ option: `--${option}`, value, expected: allowed.join(", ") });
}

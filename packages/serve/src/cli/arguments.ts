import { InvalidOption } from "@imdb/core";

/** A whole number from an argument. @throws `INVALID_OPTION` */
export function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw InvalidOption.create({
    option: `--${option}`,
    value,
    expected: `a whole number from ${least} to ${most}`,
  });
}

/** One of several words from an argument. @throws `INVALID_OPTION` */
export function choice<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  throw InvalidOption.create({ option: `--${option}`, value, expected: allowed.join(", ") });
}

/** The only argument that is not an option. @throws `INVALID_OPTION` */
export function onePositional(positionals: readonly string[], name: string): string {
  const [first, ...more] = positionals;
  if (first !== undefined && more.length === 0) return first;
  throw InvalidOption.create({ option: name, value: positionals.join(" "), expected: "one path or address" });
}

/** Turns the keys of a configuration file from snake case to camel case, at every depth. */
export function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelCase(inner),
    ]),
  );
}

import { InvalidOption } from "../errors/codes.js";

/** Checks a number option: finite and above (or from) a bound. Returns it. */
export function numberAbove(option: string, value: number, bound: number): number {
  if (typeof value === "number" && value > bound && value < Infinity) return value;
  throw InvalidOption.create({ option, value, expected: `a finite number above ${bound}` });
}

/** Checks a number option: finite, from `low` to `high`. Returns it. */
export function numberWithin(option: string, value: number, low: number, high: number): number {
  if (typeof value === "number" && value >= low && value <= high) return value;
  throw InvalidOption.create({ option, value, expected: `a number from ${low} to ${high}` });
}

/** Checks an integer option. Returns it. */
export function integerFrom(option: string, value: number, low: number, high = 2 ** 31 - 1): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw InvalidOption.create({ option, value, expected: `an integer from ${low} to ${high}` });
}

/** Checks an option that is one of a few words. Returns it. */
export function oneOf<T extends string>(option: string, value: T, words: readonly T[]): T {
  if (words.includes(value)) return value;
  throw InvalidOption.create({ option, value, expected: words.map((w) => JSON.stringify(w)).join(" or ") });
}

/** Refuses options that do not exist, so that a typing error is not a silent default. */
export function knownOptions(options: object, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) {
      throw InvalidOption.create({ option, value: "unknown", expected: `one of ${known.join(", ")}` });
    }
  }
}

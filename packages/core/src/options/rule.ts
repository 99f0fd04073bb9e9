/** The condition that a value must meet. */
export interface AnyRule {
  /** The value that errors name after "expected". */
  readonly expected: string;
  /** For a name that does not exist: the nearest one that does, `null` where none is near. */
  readonly near?: string | null;
  /** Whether a value is accepted. The members of a list or a record are not checked here. */
  accepts(value: unknown): boolean;
  /** The members of the value, each with its place and its own rule. */
  parts?(value: unknown): readonly (readonly [place: string, value: unknown, rule: AnyRule])[];
}

/**
 * The rule of a value of type `T`: it accepts exactly the values of the type. (The annotations before the functions let a
 * bundler leave out rules that are not used.)
 */
export interface OptionRule<in out T> extends AnyRule {
  accepts(value: unknown): value is T;
}

/** The rule of an option that may be left out and has no default. */
export interface OptionalRule<in out T> extends OptionRule<T> {
  readonly isOptional: true;
}

/**
 * A rule of your own.
 *
 * @param expected  The accepted values, as errors name them: "a number of documents, or a share of them".
 */
/* @__NO_SIDE_EFFECTS__ */
export function rule<T>(expected: string, accepts: (value: unknown) => boolean): OptionRule<T> {
  return { expected, accepts: (value): value is T => accepts(value) };
}

/** A finite number above a bound. */
/* @__NO_SIDE_EFFECTS__ */
export function above(low: number): OptionRule<number> {
  return rule(`a finite number above ${low}`, (value) => isNumber(value) && value > low && value < Infinity);
}

/** A number from `low` to `high`, both of them included. */
/* @__NO_SIDE_EFFECTS__ */
export function within(low: number, high: number): OptionRule<number> {
  const expected = high === Infinity ? `a number from ${low}` : `a number from ${low} to ${high}`;
  return rule(expected, (value) => isNumber(value) && value >= low && value <= high && value < Infinity);
}

/** A number between `low` and `high`, neither of them included. */
/* @__NO_SIDE_EFFECTS__ */
export function strictlyBetween(low: number, high: number): OptionRule<number> {
  const expected = `a number above ${low} and below ${high}`;
  return rule(expected, (value) => isNumber(value) && value > low && value < high);
}

/** An integer from `low` to `high`. */
/* @__NO_SIDE_EFFECTS__ */
export function integer(low: number, high = 2 ** 31 - 1): OptionRule<number> {
  const accepts = (value: unknown) =>
    Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
  return rule(`an integer from ${low} to ${high}`, accepts);
}

/** The seed of a random generator. */
export const seed: OptionRule<number> = integer(0, 2 ** 32 - 1);

/** `true` or `false`. */
export const flag: OptionRule<boolean> = rule("true or false", (value) => typeof value === "boolean");

/** A string. */
export const text: OptionRule<string> = rule("a text", (value) => typeof value === "string");

/** One of several words. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<const T extends string>(...words: readonly T[]): OptionRule<T> {
  const expected = words.map((word) => JSON.stringify(word)).join(" or ");
  return rule(expected, (value) => (words as readonly unknown[]).includes(value));
}

/** A value that one of two rules accepts. The first rule that accepts it checks its members. */
/* @__NO_SIDE_EFFECTS__ */
export function either<A, B>(first: OptionRule<A>, second: OptionRule<B>): OptionRule<A | B> {
  const accepts = (value: unknown) => first.accepts(value) || second.accepts(value);
  return {
    ...rule<A | B>(`${first.expected}, or ${second.expected}`, accepts),
    parts: (value) => (first.accepts(value) ? first : second).parts?.(value) ?? [],
  };
}

/** A value or `null`. */
/* @__NO_SIDE_EFFECTS__ */
export function nullable<T>(of: OptionRule<T>): OptionRule<T | null> {
  return either(
    of,
    rule<null>("null", (value) => value === null),
  );
}

/** A list. A rule checks its members. @param least  The least number of members. Default 0. */
/* @__NO_SIDE_EFFECTS__ */
export function listOf<T>(of: OptionRule<T>, least = 0): OptionRule<readonly T[]> {
  const expected = least === 0 ? "a list" : `a list of at least ${least}`;
  return {
    ...rule<readonly T[]>(expected, (value) => Array.isArray(value) && value.length >= least),
    parts: (list) => (list as unknown[]).map((value, at) => [`[${at}]`, value, of]),
  };
}

/** A number, also NaN or infinite. */
export const anyNumber: OptionRule<number> = rule("a number", isNumber);

/** An array of numbers, a typed array, or another object with a length. A string is not accepted. Members are not checked. */
export const numberList: OptionRule<ArrayLike<number>> = rule(
  "a list of numbers",
  (value) => typeof value === "object" && Number.isInteger(Object(value).length),
);

/** An array of strings. Members are not checked: feature names may be millions. */
export const stringList: OptionRule<readonly string[]> = rule("a list of strings", Array.isArray);

/** A record. A rule checks its values. */
/* @__NO_SIDE_EFFECTS__ */
export function recordOf<T>(of: OptionRule<T>): OptionRule<Readonly<Record<string, T>>> {
  return {
    ...anObject<Readonly<Record<string, T>>>("a record"),
    parts: (record) => Object.entries(record as object).map(([key, value]) => [`.${key}`, value, of]),
  };
}

/** A function. */
/* @__NO_SIDE_EFFECTS__ */
export function callback<T>(): OptionRule<T> {
  return rule("a function", (value) => typeof value === "function");
}

/** An object that is no list. */
/* @__NO_SIDE_EFFECTS__ */
export function anObject<T extends object>(expected = "an object"): OptionRule<T> {
  return rule(expected, (value) => typeof value === "object" && value !== null && !Array.isArray(value));
}

/** An object with a method, such as a splitter. */
/* @__NO_SIDE_EFFECTS__ */
export function having<T>(expected: string, method: keyof T & string): OptionRule<T> {
  return rule(expected, (value) => typeof Object(value)[method] === "function");
}

/** An option that may be left out and has no default. */
/* @__NO_SIDE_EFFECTS__ */
export function optional<T>(of: OptionRule<T>): OptionalRule<T> {
  return { ...of, isOptional: true };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

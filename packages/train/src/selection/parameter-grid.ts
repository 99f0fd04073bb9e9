import {
  InvalidOption,
  type JsonValue,
  portableExp,
  portableLog,
  type Random,
  seededRandom,
} from "@imdb/core";
import {
  anyNumber,
  callback,
  checkOption,
  having,
  integer,
  listOf,
  type OptionRule,
  optionsOf,
  recordOf,
  rule,
  seed as seedRule,
} from "@imdb/core/options";

/** One candidate of a search: its parameters, which are recorded, and the classifier or vectorizer made with them. */
export interface Candidate<T> {
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly value: T;
}

/** The values of each parameter. */
export type Grid = Readonly<Record<string, readonly JsonValue[]>>;

const anyValue: OptionRule<unknown> = rule("a value", () => true);
const gridRule = recordOf(listOf(anyValue, 1)) as OptionRule<Grid>;

/** One of the names in a union. */
type OneOf<Names> = (Names extends unknown ? (name: () => Names) => void : never) extends (
  name: infer Last,
) => void
  ? Last extends () => infer Name
    ? Name
    : never
  : never;

/** A member with one value: a union of members for texts and flags, which may decide what other members exist. */
type MemberOf<Name extends PropertyKey, Value> = Value extends string | boolean
  ? { readonly [K in Name]: Value }
  : never;
type PlainMember<Name extends PropertyKey, Value> = [Value] extends [never]
  ? never
  : { readonly [K in Name]: Value };

/**
 * A point of a space of values, as a union over its texts and flags: `{ solver: "a" } | { solver: "b" }` in place of
 * `{ solver: "a" | "b" }`, so that it fits options that are a union of forms.
 */
type PointIn<Values, Names extends keyof Values = keyof Values> = [Names] extends [never]
  ? unknown
  : OneOf<Names> extends infer Name extends keyof Values
    ? (MemberOf<Name, Values[Name]> | PlainMember<Name, Exclude<Values[Name], string | boolean>>) &
        PointIn<Values, Exclude<Names, Name>>
    : never;

/** The point with its members in one object, as an editor shows it. */
type Flat<P> = P extends unknown ? { readonly [K in keyof P]: P[K] } : never;

type PointOf<G extends Grid> = Flat<PointIn<{ readonly [K in keyof G]: G[K][number] }>>;

/**
 * Every combination of the values of a grid. The last parameter changes fastest.
 *
 * @param make  Makes the classifier or vectorizer of one combination.
 * @throws `INVALID_OPTION` for a parameter without values, and what `make` throws.
 * @example
 * parameterGrid({ C: [1, 10], tol: [0.1] }, ({ C, tol }) => C * tol).map(({ value }) => value); // => [0.1, 1]
 */
export function parameterGrid<const G extends Grid, T>(
  grid: G,
  make: (point: PointOf<G>) => T,
): Candidate<T>[] {
  checkOption<Grid>("grid", grid, gridRule);
  checkOption("make", make, callback());
  let points: Record<string, JsonValue>[] = [{}];
  for (const [name, values] of Object.entries(grid)) {
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return points.map((params) => ({ params, value: make(params as PointOf<G>) }));
}

/** A distribution of a parameter; made by {@link logUniform}, {@link uniform} or {@link choice}. */
export interface Distribution<T extends JsonValue> {
  /** The values, of a {@link choice}. */
  readonly values?: readonly T[];
  /** Draws one value. */
  draw(random: Random): T;
}

/**
 * Numbers whose logarithm is uniformly distributed between two bounds above 0.
 *
 * @throws `INVALID_OPTION`
 */
export function logUniform(low: number, high: number): Distribution<number> {
  checkBounds(low, high);
  if (!(low > 0 && high >= low && high < Infinity)) {
    throw InvalidOption.create({
      option: "logUniform",
      value: `${low}, ${high}`,
      expected: "0 < low ≤ high",
    });
  }
  const span = portableLog(high / low);
  return { draw: (random) => Math.min(high, low * portableExp(random.next() * span)) };
}

/**
 * Numbers that are uniformly distributed between two bounds.
 *
 * @throws `INVALID_OPTION`
 */
export function uniform(low: number, high: number): Distribution<number> {
  checkBounds(low, high);
  if (!(high >= low && Number.isFinite(high - low))) {
    throw InvalidOption.create({ option: "uniform", value: `${low}, ${high}`, expected: "low ≤ high" });
  }
  return { draw: (random) => low + (high - low) * random.next() };
}

function checkBounds(low: number, high: number): void {
  checkOption("low", low, anyNumber);
  checkOption("high", high, anyNumber);
}

/**
 * One of the given values, all with equal probability.
 *
 * @throws `INVALID_OPTION`
 */
export function choice<const T extends JsonValue>(values: readonly T[]): Distribution<T> {
  checkOption<readonly unknown[]>("values", values, listOf(anyValue, 1));
  return { values, draw: (random) => values[random.integer(values.length)]! };
}

const sampleOptions = optionsOf<{ readonly n: number; readonly seed: number }>({
  n: integer(1),
  seed: seedRule,
});

/**
 * Draws combinations from distributions. The same seed gives the same combinations.
 *
 * When all distributions are {@link choice}s, combinations are drawn without replacement: none is drawn twice, and all of
 * them are returned when there are at most `n`.
 *
 * @param make     Makes the classifier or vectorizer of one combination.
 * @param options  `n`: the number of combinations. `seed`: from 0 to 2³² − 1.
 * @throws `INVALID_OPTION`
 * @see    scikit-learn's `ParameterSampler`.
 */
export function parameterSample<D extends Distributions, T>(
  distributions: D,
  make: (point: Flat<PointIn<{ readonly [K in keyof D]: ReturnType<D[K]["draw"]> }>>) => T,
  options: { readonly n: number; readonly seed: number },
): Candidate<T>[] {
  const { n, seed } = sampleOptions.resolve(options);
  checkOption(
    "distributions",
    distributions,
    recordOf(having<Distribution<JsonValue>>("a distribution", "draw")),
  );
  checkOption("make", make, callback());
  const random = seededRandom(seed);
  const drawn = drawWithoutReplacement(distributions, n, random) ?? drawEach(distributions, n, random);
  return drawn.map((params) => ({ params, value: make(params as never) }));
}

type Distributions = Readonly<Record<string, Distribution<JsonValue>>>;

/** Draws every value of every combination. */
function drawEach(distributions: Distributions, n: number, random: Random): Record<string, JsonValue>[] {
  return Array.from({ length: n }, () =>
    Object.fromEntries(Object.entries(distributions).map(([name, one]) => [name, one.draw(random)])),
  );
}

/** Different combinations of the values of choices; `undefined` when one of the distributions is no choice. */
function drawWithoutReplacement(
  distributions: Distributions,
  n: number,
  random: Random,
): Record<string, JsonValue>[] | undefined {
  const lists: (readonly [name: string, values: readonly JsonValue[]])[] = [];
  for (const [name, { values }] of Object.entries(distributions)) {
    if (!values) return undefined;
    lists.push([name, values]);
  }
  const total = lists.reduce((product, [, values]) => product * values.length, 1);
  return Array.from(differentNumbers(total, Math.min(n, total), random), (number) => {
    let rest = number;
    return Object.fromEntries(
      lists.map(([name, values]) => {
        const value = values[rest % values.length]!;
        rest = Math.floor(rest / values.length);
        return [name, value];
      }),
    );
  });
}

/** At most this many combinations are numbered in a list. */
const LIST = 1_000_000;

/** Different numbers from 0 and below `total`, in random order. */
function differentNumbers(total: number, n: number, random: Random): Iterable<number> {
  if (total <= LIST) return random.permutation(total).subarray(0, n);
  const drawn = new Set<number>();
  // Of so many combinations few are drawn, so a number seldom comes twice.
  while (drawn.size < n) drawn.add(Math.floor(random.next() * total));
  return drawn;
}

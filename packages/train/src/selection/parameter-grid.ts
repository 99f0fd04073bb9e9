import {
  InvalidOption,
  type JsonValue,
  portableExp,
  portableLog,
  type Random,
  seededRandom,
} from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";

/** One choice of a search space: its parameters, as they are recorded, and what they make. */
export interface Candidate<T> {
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly value: T;
}

/** Values to try, by parameter name. */
export type Grid = Readonly<Record<string, readonly JsonValue[]>>;

type PointOf<G extends Grid> = { readonly [K in keyof G]: G[K][number] };

/**
 * Every combination of the values of a grid, the last parameter changing fastest.
 *
 * @param make  Makes the candidate of one combination.
 * @throws `INVALID_OPTION` for a parameter without values, and what `make` throws.
 * @example
 * parameterGrid({ C: [1, 10], tol: [0.1] }, ({ C, tol }) => C * tol).map(({ value }) => value); // => [0.1, 1]
 */
export function parameterGrid<const G extends Grid, T>(
  grid: G,
  make: (point: PointOf<G>) => T,
): Candidate<T>[] {
  let points: Record<string, JsonValue>[] = [{}];
  for (const [name, values] of Object.entries(grid)) {
    if (values.length === 0)
      throw InvalidOption.create({ option: name, value: "[]", expected: "at least one value" });
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return points.map((params) => ({ params, value: make(params as PointOf<G>) }));
}

/** Draws a value; made by {@link logUniform}, {@link uniform} or {@link choice}. */
export interface Distribution<T extends JsonValue> {
  /** One value. */
  draw(random: Random): T;
}

/** Numbers whose logarithm is uniform between two bounds above 0. */
export function logUniform(low: number, high: number): Distribution<number> {
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

/** Numbers uniform between two bounds. */
export function uniform(low: number, high: number): Distribution<number> {
  if (!(high >= low && Number.isFinite(high - low))) {
    throw InvalidOption.create({ option: "uniform", value: `${low}, ${high}`, expected: "low ≤ high" });
  }
  return { draw: (random) => low + (high - low) * random.next() };
}

/** One of some values, each as likely. */
export function choice<const T extends JsonValue>(values: readonly T[]): Distribution<T> {
  return { draw: (random) => values[random.integer(values.length)]! };
}

/**
 * Draws `n` combinations from distributions, the same ones for the same seed (from 0 to 2³² − 1).
 *
 * @throws `INVALID_OPTION`
 */
export function parameterSample<D extends Readonly<Record<string, Distribution<JsonValue>>>, T>(
  distributions: D,
  make: (point: { readonly [K in keyof D]: ReturnType<D[K]["draw"]> }) => T,
  { n, seed }: { readonly n: number; readonly seed: number },
): Candidate<T>[] {
  checkOption("n", n, integer(1));
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => {
    const params: Record<string, JsonValue> = {};
    for (const [name, distribution] of Object.entries(distributions))
      params[name] = distribution.draw(random);
    return { params, value: make(params as never) };
  });
}

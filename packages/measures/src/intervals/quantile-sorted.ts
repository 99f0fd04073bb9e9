import { checkOption, type OptionRule, rule, within } from "@imdb/core/options";

const someNumbers: OptionRule<ArrayLike<number>> = rule(
  "a list of at least one number",
  (value) => typeof value === "object" && Object(value).length > 0,
);
const oneShare = within(0, 1);

/**
 * A quantile, interpolated between the two values around it, as NumPy's method "linear" has it.
 *
 * @param ascending  At least one value, from the least to the greatest.
 * @param share      The share of the values below the quantile, from 0 to 1.
 * @throws `INVALID_OPTION`
 * @example
 * quantileSorted([1, 2, 4], 0.75); // => 3
 */
export function quantileSorted(ascending: ArrayLike<number>, share: number): number {
  checkOption("ascending", ascending, someNumbers);
  checkOption("share", share, oneShare);
  const place = (ascending.length - 1) * share;
  const lower = Math.floor(place);
  const low = ascending[lower]!;
  return place === lower ? low : low + (place - lower) * (ascending[lower + 1]! - low);
}

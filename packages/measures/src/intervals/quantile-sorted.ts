/**
 * A quantile, interpolated between the two values around it, as NumPy's method "linear" has it.
 *
 * @param ascending  At least one value, from the least to the greatest.
 * @param share      The share of the values below the quantile, from 0 to 1.
 * @example
 * quantileSorted([1, 2, 4], 0.75); // => 3
 */
export function quantileSorted(ascending: ArrayLike<number>, share: number): number {
  const place = (ascending.length - 1) * share;
  const lower = Math.floor(place);
  const low = ascending[lower]!;
  return place === lower ? low : low + (place - lower) * (ascending[lower + 1]! - low);
}

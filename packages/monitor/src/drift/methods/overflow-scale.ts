/** The squares of numbers up to this can be summed without overflow. */
const MAX_MAGNITUDE = 2 ** 400;

/**
 * The power of two by which numbers must be multiplied so that their squares are finite; 1 for nearly all columns. A
 * statistic that does not depend on the unit of the numbers does not change by this, and does not overflow.
 */
export function overflowScale(keys: readonly number[]): number {
  let largest = 0;
  for (const key of keys) largest = Math.max(largest, Math.abs(key));
  return largest <= MAX_MAGNITUDE ? 1 : 2 ** (400 - Math.ceil(Math.log2(largest)));
}

/** The numbers multiplied by a scale. */
export function scaled(keys: readonly number[], scale: number): readonly number[] {
  return scale === 1 ? keys : keys.map((key) => key * scale);
}

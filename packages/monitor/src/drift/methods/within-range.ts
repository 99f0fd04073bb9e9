/** Numbers up to here can be squared, and the squares of many summed. */
const LARGEST = 2 ** 400;

/**
 * The power of two by which numbers have to be multiplied so that their squares are finite; 1 for nearly all. A
 * figure that does not depend on the unit of the numbers is the same in that unit, and is a number in it.
 */
export function unitWithinRange(keys: readonly number[]): number {
  let largest = 0;
  for (const key of keys) largest = Math.max(largest, Math.abs(key));
  return largest <= LARGEST ? 1 : 2 ** (400 - Math.ceil(Math.log2(largest)));
}

/** The numbers in that unit. */
export function inUnit(keys: readonly number[], unit: number): readonly number[] {
  return unit === 1 ? keys : keys.map((key) => key * unit);
}

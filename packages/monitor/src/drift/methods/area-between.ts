import type { NumericPair } from "./pair.js";

/** The area under a function of the difference of the two distribution functions. */
export function areaBetween(
  { keys, reference, current, referenceCount, currentCount }: NumericPair,
  of: (difference: number) => number,
): number {
  let a = 0;
  let b = 0;
  let area = 0;
  for (let i = 0; i + 1 < keys.length; i++) {
    a += reference[i]!;
    b += current[i]!;
    area += of(a / referenceCount - b / currentCount) * (keys[i + 1]! - keys[i]!);
  }
  return area;
}

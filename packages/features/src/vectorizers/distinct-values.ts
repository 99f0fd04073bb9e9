/** Numbers as their distinct values, and the place of each number among these. */
export interface DistinctValues {
  readonly distinct: Float64Array;
  /** The place of each number in `distinct`; in 16 bits where these suffice. */
  readonly codes: Uint16Array | Uint32Array;
}

/** Finds the distinct values of numbers, in the order in which they first occur. */
export function distinctValues(numbers: Float64Array): DistinctValues {
  const known = new Map<number, number>();
  const codes = new Uint32Array(numbers.length);
  for (let k = 0; k < numbers.length; k++) {
    const code = known.get(numbers[k]!) ?? known.size;
    if (code === known.size) known.set(numbers[k]!, code);
    codes[k] = code;
  }
  return {
    distinct: Float64Array.from(known.keys()),
    codes: known.size <= 1 << 16 ? Uint16Array.from(codes) : codes,
  };
}

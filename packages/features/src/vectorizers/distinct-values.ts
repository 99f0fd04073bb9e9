/** Some numbers as their different values, and which of these each is. */
export interface DistinctValues {
  readonly distinct: Float64Array;
  /** Where each number stands in `distinct`; in 16 bits when so many suffice. */
  readonly codes: Uint16Array | Uint32Array;
}

/** Finds the different values among numbers, in order of where they first come. */
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

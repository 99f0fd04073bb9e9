const DIGIT = 11;

/** Room for {@link sortPairs}, kept between calls. */
export interface PairRoom {
  readonly keys: Uint32Array;
  readonly values: Uint32Array;
}

/**
 * Sorts pairs by key; equal keys keep their order. Radix sort by digits of 11 bits, least significant first.
 *
 * @param bits     How many low bits of the keys can differ, up to 32.
 * @param scratch  At least as long as `pairs`.
 * @returns        Whichever of the two holds the result.
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 5.2.5, algorithm R.
 */
export function sortPairs(pairs: PairRoom, scratch: PairRoom, count: number, bits: number): PairRoom {
  let source = pairs;
  let target = scratch;
  const starts = new Uint32Array(1 << DIGIT);
  for (let shift = 0; shift < bits; shift += DIGIT) {
    pass(source, target, count, shift, starts);
    [source, target] = [target, source];
  }
  return source;
}

function pass(source: PairRoom, target: PairRoom, count: number, shift: number, starts: Uint32Array): void {
  const { keys, values } = source;
  const { keys: toKeys, values: toValues } = target;
  const mask = (1 << DIGIT) - 1;
  starts.fill(0);
  for (let k = 0; k < count; k++) starts[(keys[k]! >>> shift) & mask]!++;
  let sum = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const size = starts[digit]!;
    starts[digit] = sum;
    sum += size;
  }
  for (let k = 0; k < count; k++) {
    const key = keys[k]!;
    const place = starts[(key >>> shift) & mask]!++;
    toKeys[place] = key;
    toValues[place] = values[k]!;
  }
}

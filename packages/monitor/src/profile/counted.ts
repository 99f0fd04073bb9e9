/** Different values with their counts: `values[i]` occurs `counts[i]` times. */
export interface Counted<K> {
  readonly values: readonly K[];
  readonly counts: readonly number[];
}

/** Adds to the count of a value. */
export function addCount<K>(counts: Map<K, number>, value: K, count = 1): void {
  counts.set(value, (counts.get(value) ?? 0) + count);
}

/** The sums of the counts of several lists. */
export function sumOfCounts<K>(...parts: readonly Counted<K>[]): Map<K, number> {
  const sums = new Map<K, number>();
  for (const { values, counts } of parts) {
    for (let i = 0; i < values.length; i++) addCount(sums, values[i]!, counts[i]!);
  }
  return sums;
}

/** Numbers in ascending order, with their counts. */
export function ascending(counts: ReadonlyMap<number, number>): { values: number[]; counts: number[] } {
  const values = [...counts.keys()].sort((a, b) => a - b);
  return { values, counts: values.map((value) => counts.get(value)!) };
}

/** The sum of counts. */
export function totalOf(counts: readonly number[] | Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

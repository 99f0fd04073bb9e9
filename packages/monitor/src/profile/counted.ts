/** How often each of many different things came: `counts[i]` times `values[i]`. */
export interface Counted<K> {
  readonly values: readonly K[];
  readonly counts: readonly number[];
}

/** Counts a thing so many times more. */
export function countMore<K>(counts: Map<K, number>, value: K, times = 1): void {
  counts.set(value, (counts.get(value) ?? 0) + times);
}

/** What several lists count, together. */
export function sumOfCounts<K>(...parts: readonly Counted<K>[]): Map<K, number> {
  const sums = new Map<K, number>();
  for (const { values, counts } of parts) {
    for (let i = 0; i < values.length; i++) countMore(sums, values[i]!, counts[i]!);
  }
  return sums;
}

/** Numbers with their counts, ascending. */
export function ascending(counts: ReadonlyMap<number, number>): { values: number[]; counts: number[] } {
  const values = [...counts.keys()].sort((a, b) => a - b);
  return { values, counts: values.map((value) => counts.get(value)!) };
}

/** How often all things came together. */
export function totalOf(counts: readonly number[] | Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

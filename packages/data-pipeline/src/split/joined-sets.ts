import { createUnionFind, type UnionFind } from "../similarity/union-find.js";

/** The sets of items of one key; an item without one is alone. */
export function setsByKey(keys: readonly unknown[]): UnionFind {
  const sets = createUnionFind(keys.length);
  const first = new Map<unknown, number>();
  keys.forEach((key, i) => {
    if (key === undefined) return;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, i);
    else sets.union(earlier, i);
  });
  return sets;
}

/**
 * For each item the index of the first one of its set, where a set holds what has the same first key, and what has the same second key.
 *
 * @param most  Sets of the first key are joined by the second one up to this number of items. Default: always.
 */
export function joinedSets(
  keys: readonly unknown[],
  others: readonly unknown[],
  most: number = Infinity,
): Int32Array {
  const sets = setsByKey(keys);
  const sizes = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) sizes[sets.find(i)]!++;
  const first = new Map<unknown, number>();
  others.forEach((key, i) => {
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, i);
      return;
    }
    const [a, b] = [sets.find(earlier), sets.find(i)];
    if (a === b || sizes[a]! + sizes[b]! > most) return;
    const joined = sizes[a]! + sizes[b]!;
    sets.union(a, b);
    sizes[Math.min(a, b)] = joined;
  });
  return Int32Array.from(keys, (_, i) => sets.find(i));
}

/** The number of sets of two items or more, and of the items in them. */
export function sizeOfRepeated(sets: ArrayLike<number>): {
  readonly sets: number;
  readonly documents: number;
} {
  const sizes = new Map<number, number>();
  for (let i = 0; i < sets.length; i++) sizes.set(sets[i]!, (sizes.get(sets[i]!) ?? 0) + 1);
  const repeated = [...sizes.values()].filter((size) => size > 1);
  return { sets: repeated.length, documents: repeated.reduce((sum, size) => sum + size, 0) };
}

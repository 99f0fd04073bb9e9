/** The indices of items by their key, keys in the order of their first item. */
export function indicesBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, number[]> {
  const indices = new Map<K, number[]>();
  items.forEach((item, i) => {
    const key = keyOf(item);
    const same = indices.get(key);
    if (same === undefined) indices.set(key, [i]);
    else same.push(i);
  });
  return indices;
}

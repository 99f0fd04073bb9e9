/**
 * Caches the last loaded value. A worker that gets several shards of the same dataset or model loads it once.
 */
export function keepLast<T>(): (key: string, load: () => Promise<T>) => Promise<T> {
  let last: { readonly key: string; readonly value: Promise<T> } | undefined;
  return (key, load) => {
    if (last?.key === key) return last.value;
    const value = load();
    last = { key, value };
    // A failure is not cached: the next call tries again.
    value.catch(() => {
      if (last?.value === value) last = undefined;
    });
    return value;
  };
}

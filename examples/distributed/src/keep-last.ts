/**
 * Keeps the last value that was loaded: a worker that is given one shard after the other of the same dataset or
 * model loads it once.
 */
export function keepLast<T>(): (key: string, load: () => Promise<T>) => Promise<T> {
  let last: { readonly key: string; readonly value: Promise<T> } | undefined;
  return (key, load) => {
    if (last?.key === key) return last.value;
    const value = load();
    last = { key, value };
    // A failure is not kept: the next one tries again.
    value.catch(() => {
      if (last?.value === value) last = undefined;
    });
    return value;
  };
}

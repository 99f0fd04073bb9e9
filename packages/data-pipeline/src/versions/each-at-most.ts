import { anySignal } from "@imdb/runtime/remote";

/**
 * Does work for each of some items, for at most `limit` at the same time, in their order. After a failure no more are begun,
 * and the signal that the work gets is aborted.
 *
 * @throws The first failure, when all that was begun has ended.
 */
export async function eachAtMost<T>(
  limit: number,
  items: readonly T[],
  given: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const signal = given === undefined ? stop.signal : anySignal([stop.signal, given]);
  const failures: unknown[] = [];
  let next = 0;
  async function loop(): Promise<void> {
    while (failures.length === 0 && next < items.length) {
      try {
        await work(items[next++]!, signal);
      } catch (cause) {
        failures.push(cause);
        stop.abort(cause);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, loop));
  if (failures.length > 0) throw failures[0];
}

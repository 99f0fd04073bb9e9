import { check } from "../options/check.js";

/**
 * A number of threads that can be started.
 *
 * @throws `INVALID_OPTION`
 */
export function checkThreads(threads: number): number {
  const isPossible = Number.isInteger(threads) && threads >= 1 && threads <= 1024;
  check(isPossible, "threads", threads, "an integer from 1 to 1024");
  return threads;
}

import { checkOption, integer } from "@imdb/core/options";

/**
 * A number of threads that can be started.
 *
 * @throws `INVALID_OPTION`
 */
export function checkThreads(threads: number): number {
  return checkOption("threads", threads, integer(1, 1024));
}

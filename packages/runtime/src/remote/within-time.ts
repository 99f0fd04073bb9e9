/**
 * The result of some work, at most until a signal aborts or a time has passed: work that does not look at its signal is left
 * to itself then.
 *
 * @param end   Ends the work when the time has passed; the signal follows it.
 * @param late  The error for work that took too long.
 * @throws The reason of the signal, and what the work throws
 */
export function withinTime<T>(
  work: Promise<T>,
  milliseconds: number,
  {
    end,
    signal,
    late,
  }: { readonly end: AbortController; readonly signal: AbortSignal; readonly late: Error },
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    // It keeps the process: one that ends in the middle of a file would seem to have succeeded.
    const timer = setTimeout(() => end.abort(late), milliseconds);
    // Work that looks at its signal ends first: it may know more, such as the last answer.
    const ended = () => setTimeout(() => settle(() => reject(signal.reason)));
    signal.addEventListener("abort", ended);
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", ended);
      how();
    };
    work.then(
      (value) => settle(() => resolve(value)),
      (cause) => settle(() => reject(cause)),
    );
    if (signal.aborted) ended();
  });
}

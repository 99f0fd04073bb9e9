/** What an input costs at four times a size. */
export interface Cost {
  /** The CPU time, divided by that at the size itself. */
  readonly growth: number;
  readonly ms: number;
  readonly bytes: number;
}

/**
 * Throws where CPU time or bytes out grow faster than the input.
 *
 * @param work  Returns the bytes that it gives out, if any.
 * @param make  The input of a size.
 */
export function assertLinearCost<T>(
  // biome-ignore lint/suspicious/noConfusingVoidType: work that gives nothing out returns nothing.
  work: (input: T) => number | void | Promise<number | void>,
  make: (size: number) => T,
  size: number,
): Promise<Cost>;

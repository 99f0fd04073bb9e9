/** What an input costs at four times a size. */
export interface Cost {
  /** The CPU time, divided by that at the size itself. */
  readonly growth: number;
  readonly ms: number;
  /** The most that was in memory more than before, in bytes. */
  readonly memory: number;
  /** The bytes given out. */
  readonly bytes: number;
}

/** Inputs of one kind: one that has about so many bytes. */
export type MakeInput<T> = (bytes: number) => T | Promise<T>;

/** A way into a package for what comes from outside, with hostile inputs for it. */
export interface CostEntry<T = unknown> {
  /** As a user calls it. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, MakeInput<T>>>;
  /** Returns the bytes that it gives out, if any. May throw typed errors. */
  // biome-ignore lint/suspicious/noConfusingVoidType: work that gives nothing out returns nothing.
  readonly run: (input: T) => number | void | Promise<number | void>;
  /** The smallest size, in bytes. Default 16 KiB. */
  readonly firstBytes?: number;
  /** The largest size, where a limit refuses larger ones. Default 256 KiB, and 16 MiB with `IMDB_HEAVY=1`. */
  readonly lastBytes?: number;
}

/**
 * Throws where CPU time, memory or bytes out grow faster than the input.
 *
 * @param work  Returns the bytes that it gives out, if any.
 * @param make  The input of a size.
 */
export function assertLinearCost<T>(
  // biome-ignore lint/suspicious/noConfusingVoidType: work that gives nothing out returns nothing.
  work: (input: T) => number | void | Promise<number | void>,
  make: (size: number) => T | Promise<T>,
  size: number,
): Promise<Cost>;

/** Throws where the cost of an entry grows faster than inputs of one kind. */
export function assertEntryCost<T>(entry: CostEntry<T>, make: MakeInput<T>): Promise<void>;

/** An entry whose inputs are those that its work takes. */
export function costEntry<T>(entry: CostEntry<T>): CostEntry;

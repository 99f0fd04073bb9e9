import type { Example, JsonValue, Role } from "@imdb/core";

/** Assigns a role to every labelled example. */
export interface Splitter {
  readonly kind: string;
  /** All parameters of the result, as lineage records them. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /**
   * Whether no example can be moved to another part, because the parts came with the data or follow from each example
   * (its time, its hash). A leak is then repaired by removing documents.
   */
  readonly isFixed: boolean;
  /** Whether it keeps each group in one part. Default false. */
  readonly keepsGroups?: boolean;
  /**
   * @param examples  Labelled examples in code point order of their ids, so that the order in which they were
   *                  read makes no difference.
   * @param sets      For each example the index of the first one of the set that it should share a part with: its duplicates, its
   *                  group. Left out: each is alone. A splitter that ignores it is repaired afterwards.
   * @returns The role of each, in the same order.
   * @throws `SPLIT_IMPOSSIBLE`
   */
  assign(examples: readonly Example[], sets?: ArrayLike<number>): readonly Role[];
}

/** A splitter that needs only one example at a time, and therefore works on streams of any length. */
export interface StreamingSplitter extends Splitter {
  /** @throws `SPLIT_IMPOSSIBLE` */
  roleOf(example: Example): Role;
}

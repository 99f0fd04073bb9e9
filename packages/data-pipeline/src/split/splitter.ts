import type { Example, JsonValue, Role } from "@imdb/core";

/** Gives every labelled example a role. */
export interface Splitter {
  readonly kind: string;
  /** Everything that decides the result, as lineage records it. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /**
   * No example can be moved to another part, because the parts came with the data or follow from each example
   * (its time, its hash). A leak is then mended by taking documents out.
   */
  readonly isFixed: boolean;
  /**
   * @param examples  Labelled examples in code point order of their ids, so that the order in which they were
   *                  read makes no difference.
   * @returns The role of each, in the same order.
   * @throws `SPLIT_IMPOSSIBLE`
   */
  assign(examples: readonly Example[]): readonly Role[];
}

/** A splitter that needs to see one example at a time, and so works on streams of any length. */
export interface StreamingSplitter extends Splitter {
  /** @throws `SPLIT_IMPOSSIBLE` */
  roleOf(example: Example): Role;
}

import type { Limits } from "./pruning.js";

/** What to count of a stream. */
export interface Counting {
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts once a document. */
  readonly binary: boolean;
  /** A group shorter than the shortest n-gram counts as one term. */
  readonly keepsShort: boolean;
  readonly limits: Limits;
  /** Only the n-grams whose first token has a rank in this half-open range. */
  readonly from: number;
  readonly to: number;
}

import type { TokenBuffer } from "./token-buffer.js";

/** Finds the tokens of a text. The engine uses every tokenizer and analyzer in this form. */
export interface Scanner {
  /** The separator of the tokens in an n-gram's name. */
  readonly joiner: " " | "";
  /** Whether a group of fewer tokens than the shortest n-gram counts as one term, as in `charWb`. */
  readonly keepsShort: boolean;
  /** Replaces what `into` holds by the tokens of `text`, in linear time. */
  scan(text: string, into: TokenBuffer): void;
}

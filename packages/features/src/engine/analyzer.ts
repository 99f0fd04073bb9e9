import type { Scanner } from "../tokenizers/scanner.js";

/** What turns a text into counted terms: tokens, and which n-grams of them. */
export interface Analyzer {
  readonly scanner: Scanner;
  /** Shortest and longest n-gram, in tokens of the scanner. */
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts once a document. */
  readonly binary: boolean;
  /** The tokens a term's name is joined of. */
  splitTerm(term: string): string[];
}

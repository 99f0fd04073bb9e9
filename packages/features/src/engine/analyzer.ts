import type { Scanner } from "../tokenizers/scanner.js";
import type { SourcePlaces } from "../unicode/source-places.js";

/** Describes how a text becomes counted terms: tokens, and which n-grams of them. */
export interface Analyzer {
  readonly scanner: Scanner;
  /** Finds the tokens of which the shortest terms have `minN`: `scanner` itself, unless its tokens are n-grams. */
  readonly shortest: Scanner;
  /** Number of the scanner's tokens in the shortest and the longest n-gram. */
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts at most once in a document. */
  readonly binary: boolean;
  /**
   * The places in the original text of the units that the scanner reports; `null` when it reports the original places.
   */
  readonly places: ((text: string) => SourcePlaces) | null;
  /** Splits the name of a term into the names of its tokens. */
  splitTerm(term: string): string[];
}

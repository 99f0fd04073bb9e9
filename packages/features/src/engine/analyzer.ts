import type { Scanner } from "../tokenizers/scanner.js";
import type { SourcePlaces } from "../unicode/source-places.js";

/** What turns a text into counted terms: tokens, and which n-grams of them. */
export interface Analyzer {
  readonly scanner: Scanner;
  /** Its tokens, taken `minN` at a time, are the shortest terms; `scanner` itself unless that lays out n-grams. */
  readonly shortest: Scanner;
  /** Shortest and longest n-gram, in tokens of the scanner. */
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts once a document. */
  readonly binary: boolean;
  /** Where the units that the scanner reports came from; `null` when it reports places in the text itself. */
  readonly places: ((text: string) => SourcePlaces) | null;
  /** The tokens a term's name is joined of. */
  splitTerm(term: string): string[];
}

import type { JsonValue } from "@imdb/core";
import type { Scanner } from "./scanner.js";
import { TokenBuffer, textOf } from "./token-buffer.js";

/** A token and its place: a half-open range of UTF-16 offsets in the given text. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits texts into tokens. */
export interface Tokenizer {
  /** Its name in a bundle. */
  readonly kind: string;
  /** The options it was made with, JSON-safe. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** The tokens of a text. Before, the vectorizer has lowered it and stripped its accents if its options say so. */
  tokenize(text: string): readonly Token[];
}

/** The property in which this package's own tokenizers have their scanner. */
export const SCANNER: unique symbol = Symbol.for("@imdb/features/scanner") as never;

/** A tokenizer that the engine runs without making strings. */
export interface ScanningTokenizer extends Tokenizer {
  readonly [SCANNER]: (lowercase: boolean) => Scanner;
}

/** A tokenizer of this package, without parameters. */
export function scanningTokenizer(
  kind: string,
  scannerOf: (lowercase: boolean) => Scanner,
): ScanningTokenizer {
  function tokenize(text: string): Token[] {
    const buffer = new TokenBuffer();
    scannerOf(false).scan(text, buffer);
    const { count, units, from, to, start, end } = buffer;
    return Array.from({ length: count }, (_, i) => ({
      text: textOf(units, from[i]!, to[i]!),
      start: start[i]!,
      end: end[i]!,
    }));
  }
  return { kind, params: {}, tokenize, [SCANNER]: scannerOf };
}

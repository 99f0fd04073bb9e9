import type { Scanner } from "./scanner.js";
import { TokenBuffer, textOf } from "./token-buffer.js";
import type { Token } from "./tokenizer.js";

/** What a scanner finds in a text, as objects. */
export function tokensOf(scanner: Scanner, text: string): Token[] {
  const buffer = new TokenBuffer();
  scanner.scan(text, buffer);
  const { count, units, from, to, start, end } = buffer;
  return Array.from({ length: count }, (_, i) => ({
    text: textOf(units, from[i]!, to[i]!),
    start: start[i]!,
    end: end[i]!,
  }));
}

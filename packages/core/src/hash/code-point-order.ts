import { assertArgument } from "../errors/assert-argument.js";

/**
 * Compares strings by code point, as Python does; `<` compares UTF-16 units and differs beyond U+FFFF.
 *
 * @returns Below 0 when `a` comes first, above 0 when `b` does, 0 when they are equal.
 * @throws `INVALID_OPTION` for a value that is no string.
 * @example
 * ["\u{1f600}", "\uff5e"].sort(byCodePoint); // => ["～", "😀"]
 */
export function byCodePoint(a: string, b: string): number {
  if (typeof a !== "string" || typeof b !== "string") assertArgument("texts", [a, b], "two texts", false);
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return weight(a, i) - weight(b, i);
  }
  return a.length - b.length;
}

/** The code unit at `i`, moved above U+FFFF if it is half of a surrogate pair. A lone surrogate keeps its value. */
function weight(text: string, i: number): number {
  const unit = text.charCodeAt(i);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const paired = unit < 0xdc00 ? isLow(text.charCodeAt(i + 1)) : isHigh(text.charCodeAt(i - 1));
  return paired ? unit + 0x2800 : unit;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

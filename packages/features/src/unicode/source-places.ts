import { lowerCase } from "./lower-case.js";
import { type AccentStripping, stripAccents } from "./strip-accents.js";

/** For each UTF-16 unit of a prepared text, the half-open range of offsets in the original text that it comes from. */
export interface SourcePlaces {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/**
 * The places of a text that may have been lowered, and then stripped of accents. Both work on one code point at a
 * time, so each unit comes from one code point.
 */
export function sourcePlaces(text: string, lowercase: boolean, how: AccentStripping | null): SourcePlaces {
  const lowered = lowercase ? lowerCase(text) : text;
  const start: number[] = [];
  const end: number[] = [];
  let at = 0;
  for (let i = 0; i < text.length; ) {
    const codePoint = text.codePointAt(i)!;
    const next = i + (codePoint > 0xffff ? 2 : 1);
    // Lower case keeps the number of units, but for U+0130, which becomes i and a combining dot.
    const units = lowercase && codePoint === 0x130 ? 2 : next - i;
    const piece = lowered.slice(at, at + units);
    at += units;
    const { length } = how === null ? piece : stripAccents(piece, how);
    for (let k = 0; k < length; k++) {
      start.push(i);
      end.push(next);
    }
    i = next;
  }
  return { start: Uint32Array.from(start), end: Uint32Array.from(end) };
}

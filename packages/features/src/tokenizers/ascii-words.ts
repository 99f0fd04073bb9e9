import { wordUnits } from "../unicode/word-units.js";
import type { TokenBuffer } from "./token-buffer.js";
import { hashedHigh, hashOf, PACKED } from "./token-key.js";

// Which bits of the halves of a key a token of each length has.
const LOW_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const HIGH_MASKS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

const KEEP_UP_TO = 1 << 20;

/** Puts the words of a text into a buffer if the text is ASCII, and says whether it is. */
export type AsciiScan = (text: string, into: TokenBuffer) => boolean;

/**
 * Makes the scan of ASCII texts for words of at least two characters. No branch depends on where words start
 * and end, which a processor cannot predict: the first pass writes every character's place to the list of
 * bounds and moves on in it only where a word starts or ends; the second cuts keys out of eight bytes.
 */
export function asciiWords(lowercase: boolean): AsciiScan {
  const table = Uint8Array.from(wordUnits(lowercase).subarray(0, 0x80));
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(4096);
  let view = new DataView(bytes.buffer);
  let bounds = new Uint32Array(4096);

  function makeRoom(length: number): void {
    if (bytes.length >= length && bytes.length <= KEEP_UP_TO) return;
    bytes = new Uint8Array(Math.max(length * 2, 4096));
    view = new DataView(bytes.buffer);
    bounds = new Uint32Array(bytes.length);
  }

  /** Writes the characters in lower case, zeros for what is no part of a word, and the bounds; gives their number. */
  function findBounds(length: number, units: Uint16Array): number {
    let found = 0;
    let before = 0;
    bytes[length] = 0;
    for (let i = 0; i <= length; i++) {
      const unit = table[bytes[i]!]!;
      bytes[i] = unit;
      units[i] = unit;
      const isWord = (unit + 0x7f) >>> 7;
      bounds[found] = i;
      found += isWord ^ before;
      before = isWord;
    }
    return found;
  }

  function cutTokens(found: number, { from, to, low, high, start, end }: TokenBuffer): number {
    let count = 0;
    for (let b = 0; b < found; b += 2) {
      const first = bounds[b]!;
      const last = bounds[b + 1]!;
      const size = last - first;
      if (size < 2) continue;
      from[count] = first;
      to[count] = last;
      start[count] = first;
      end[count] = last;
      if (size <= PACKED) {
        low[count] = view.getInt32(first, true) & LOW_MASKS[size]!;
        high[count] = view.getInt32(first + 4, true) & HIGH_MASKS[size]!;
      } else {
        low[count] = hashOf(bytes, first, last);
        high[count] = hashedHigh(size);
      }
      count++;
    }
    return count;
  }

  return (text, into) => {
    const { length } = text;
    makeRoom(length + PACKED + 1);
    // Every character takes a byte, or the text is not ASCII.
    if (encoder.encodeInto(text, bytes).written !== length) return false;
    into.reset(length / 3 + 2, length + 1);
    into.count = cutTokens(findBounds(length, into.units), into);
    into.reach.fill(into.count, 0, into.count);
    return true;
  };
}

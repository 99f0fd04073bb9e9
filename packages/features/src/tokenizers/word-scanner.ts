import { lowerCodePoint, lowerSigma } from "../unicode/lower-case.js";
import { isWord, SPECIAL, wordUnits } from "../unicode/word-units.js";
import type { Scanner } from "./scanner.js";
import { HASH_PRIME, HASH_SEED, type TokenBuffer } from "./token-buffer.js";

/**
 * scikit-learn's `(?u)\b\w\w+\b` after `str.lower`, in one pass over the UTF-16 units: each run of at least two
 * word characters (code points, not units) is a token.
 */
export function wordScanner(lowercase: boolean): Scanner {
  const table = wordUnits(lowercase);

  function scan(text: string, into: TokenBuffer): void {
    const length = text.length;
    // A token takes two units and a gap; a unit gives at most one, and each token a space.
    into.reset((length + 1) / 3 + 1, length + length / 3 + 2);
    const { units, from, to, hash, start, end } = into;
    let count = 0;
    let out = 0;
    let i = 0;
    while (i < length) {
      let unit = table[text.charCodeAt(i)]!;
      if (unit === 0) {
        i++;
        continue;
      }
      const begin = i;
      const first = out;
      let pairs = 0;
      let h = HASH_SEED;
      while (unit !== 0) {
        if (unit !== SPECIAL) {
          units[out++] = unit;
          h = Math.imul(h ^ unit, HASH_PRIME);
          i++;
        } else {
          const codePoint = text.codePointAt(i)!;
          const lower = lowercase ? lowerAt(text, i, codePoint) : codePoint;
          if (!isWord(lower)) break;
          i++;
          if (lower > 0xffff) {
            const high = ((lower - 0x10000) >> 10) + 0xd800;
            const low = (lower & 0x3ff) + 0xdc00;
            units[out++] = high;
            units[out++] = low;
            h = Math.imul(Math.imul(h ^ high, HASH_PRIME) ^ low, HASH_PRIME);
            pairs++;
            i++;
          } else {
            units[out++] = lower;
            h = Math.imul(h ^ lower, HASH_PRIME);
          }
          // U+0130 becomes i and a combining dot, and the dot ends the word.
          if (codePoint === 0x130 && lowercase) break;
        }
        if (i >= length) break;
        unit = table[text.charCodeAt(i)]!;
      }
      if (out - first - pairs >= 2) {
        from[count] = first;
        to[count] = out;
        hash[count] = h;
        start[count] = begin;
        end[count] = i;
        units[out++] = 0x20;
        count++;
      } else {
        out = first;
      }
      // A special unit that is no word character has not been passed yet.
      if (unit === SPECIAL && i < length && i === begin) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
    }
    into.count = count;
    into.reach.fill(count, 0, count);
  }

  return { joiner: " ", keepsShort: false, scan };
}

function lowerAt(text: string, i: number, codePoint: number): number {
  return codePoint === 0x3a3 ? lowerSigma(text, i) : lowerCodePoint(codePoint);
}

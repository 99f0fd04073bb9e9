import { lazy } from "../lazy.js";
import { lowerAt } from "../unicode/lower-case.js";
import { isWord, SPECIAL, wordUnits } from "../unicode/word-units.js";
import { asciiWords } from "./ascii-words.js";
import type { Scanner } from "./scanner.js";
import { wordKernel } from "./word-kernel.js";

/**
 * Words as scikit-learn's `(?u)\b\w\w+\b` after `str.lower` finds them: each run of at least two word characters
 * (code points, not UTF-16 units) is a token.
 */
export function wordScanner(lowercase: boolean): Scanner {
  const scanPlainly = lazy(() => plainWords(lowercase));
  const scanner: Scanner = {
    joiner: " ",
    keepsShort: false,
    scan(text, into) {
      if (!wordKernel()?.scan(text, lowercase, into)) scanPlainly()(text, into);
    },
  };
  lowering.set(scanner, lowercase);
  return scanner;
}

const lowering = new WeakMap<Scanner, boolean>();

/** Whether a scanner of `wordScanner` lowers its words; undefined for any other scanner, also for one that removes stop words. */
export function lowersWords(scanner: Scanner): boolean | undefined {
  return lowering.get(scanner);
}

/** Makes the scan for the words of any text, without the kernel. */
export function plainWords(lowercase: boolean): Scanner["scan"] {
  const scanAscii = asciiWords(lowercase);
  const scanAny = anyWords(lowercase);
  return (text, into) => {
    if (!scanAscii(text, into)) scanAny(text, into);
  };
}

/** Makes the scan for the words of texts of any script, in one pass over the UTF-16 units. */
function anyWords(lowercase: boolean): Scanner["scan"] {
  const table = wordUnits(lowercase);

  return (text, into) => {
    const { length } = text;
    // A token takes two units and a separator; a capital that becomes two units ends its word.
    into.reset((length + 1) / 3 + 1, length + 1);
    const { units } = into;
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
      while (unit !== 0) {
        if (unit !== SPECIAL) {
          units[out++] = unit;
          i++;
        } else {
          const codePoint = text.codePointAt(i)!;
          const lower = lowercase ? lowerAt(text, i, codePoint) : codePoint;
          if (!isWord(lower)) break;
          i++;
          if (lower > 0xffff) {
            units[out++] = ((lower - 0x10000) >> 10) + 0xd800;
            units[out++] = (lower & 0x3ff) + 0xdc00;
            pairs++;
            i++;
          } else {
            units[out++] = lower;
          }
          // U+0130 becomes i and a combining dot, and the dot ends the word.
          if (codePoint === 0x130 && lowercase) break;
        }
        if (i >= length) break;
        unit = table[text.charCodeAt(i)]!;
      }
      if (out - first - pairs >= 2) into.push(first, out, begin, i);
      else out = first;
      // A special unit that is no word character has not been passed yet.
      if (unit === SPECIAL && i < length && i === begin) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
    }
    into.reach.fill(into.count, 0, into.count);
  };
}

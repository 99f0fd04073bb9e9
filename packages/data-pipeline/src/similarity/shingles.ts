import { asciiBytes, isAscii } from "./ascii.js";
import { foldText } from "./fold.js";
import { ALONE, IGNORED, kindsOfUnits, PAIR, WORD } from "./unit-kinds.js";

// Read once: in a context of `node:vm`, as of Vitest's vmThreads, each look-up of a global takes some 100 ns.
const { imul } = Math;
const FACTOR = 0x5bd1e995;
const START = 0x9747b28c;
/** Of FNV-1a. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** For an ASCII unit: 0 when it separates words, else its lower case. */
const FOLD = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  return /[A-Za-z0-9]/.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
});

/** The hashes of the shingles of a text, repeated ones included. Valid until the next call. */
export type Shingler = (text: string) => Uint32Array;

/**
 * Makes a function that hashes the overlapping runs of `size` words of a text.
 *
 * Words are runs of letters, digits and marks of any alphabet, as {@link foldText} folds them; all else separates them, so that
 * typographic and plain quotes are alike. In scripts that are written without spaces between words (Chinese, Japanese, Thai, Lao,
 * Khmer, Burmese) each character is a word, and so is each emoji. A text of fewer words is one shingle. Word hash: FNV-1a over code
 * units; shingle hash: polynomial of the word hashes, rolled on from one shingle to the next (Rabin & Karp), finished as MurmurHash3
 * does.
 *
 * @see Broder (1997), On the resemblance and containment of documents.
 */
export function createShingler(size: number): Shingler {
  let words = new Int32Array(1024);
  let hashes = new Uint32Array(1024);
  return (text) => {
    const isPlain = isAscii(text);
    const folded = isPlain ? text : foldText(text);
    // In some scripts each character is a word.
    if (folded.length >= words.length) {
      words = new Int32Array(2 * folded.length);
      hashes = new Uint32Array(2 * folded.length);
    }
    const count = isPlain ? hashAsciiWords(folded, words) : hashWords(folded, words);
    return hashes.subarray(0, shingles(words, count, size, hashes));
  };
}

/** Writes the hashes of the runs of `size` of `count` words into `out`. Returns their number. */
function shingles(words: Int32Array, count: number, size: number, out: Uint32Array): number {
  if (count === 0) return 0;
  const width = Math.min(size, count);
  let value = START;
  let oldest = 1;
  for (let i = 0; i < width; i++) {
    value = (imul(value, FACTOR) + words[i]!) | 0;
    oldest = imul(oldest, FACTOR);
  }
  // Every shingle begins with START: moving the window removes a word and one START, and adds a new START.
  const begin = imul(imul(START, oldest), 1 - FACTOR);
  out[0] = finished(value);
  for (let i = width; i < count; i++) {
    const kept = (imul(value, FACTOR) - imul(words[i - width]!, oldest)) | 0;
    value = (((kept + words[i]!) | 0) + begin) | 0;
    out[i - width + 1] = finished(value);
  }
  return count - width + 1;
}

function hashWords(folded: string, words: Int32Array): number {
  const kinds = kindsOfUnits();
  let count = 0;
  let hash = SEED;
  let isInside = false;
  for (let i = 0; i < folded.length; i++) {
    const unit = folded.charCodeAt(i);
    const kind = kinds[unit]!;
    if (kind === IGNORED) continue;
    if (isInside && kind !== WORD) {
      words[count++] = hash;
      hash = SEED;
      isInside = false;
    }
    if (kind === WORD) {
      hash = imul(hash ^ unit, PRIME);
      isInside = true;
    } else if (kind === ALONE) words[count++] = imul(SEED ^ unit, PRIME);
    else if (kind === PAIR) {
      words[count++] = imul(imul(SEED ^ unit, PRIME) ^ folded.charCodeAt(++i), PRIME);
    }
  }
  if (isInside) words[count++] = hash;
  return count;
}

/** The same as `hashWords` for ASCII, twice as fast. */
function hashAsciiWords(text: string, words: Int32Array): number {
  const bytes = asciiBytes(text);
  let count = 0;
  let hash = SEED;
  let isInside = false;
  // The 0 after the text ends its last word.
  for (let i = 0; i <= text.length; i++) {
    const folded = FOLD[bytes[i]!]!;
    if (folded !== 0) {
      hash = imul(hash ^ folded, PRIME);
      isInside = true;
    } else if (isInside) {
      words[count++] = hash;
      hash = SEED;
      isInside = false;
    }
  }
  return count;
}

function finished(hash: number): number {
  let value = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

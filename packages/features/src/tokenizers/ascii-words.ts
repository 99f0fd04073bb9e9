import type { TokenBuffer } from "./token-buffer.js";
import { hashedHigh, hashOf, PACKED } from "./token-key.js";

/** The bits of the two halves of a key that a token of each length uses. */
const LOW_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const HIGH_MASKS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

const MAX_KEPT = 1 << 20;

/** Number of characters that one 32-bit number describes, a bit each. */
const STEP = 32;

/** The highest bit of each of four bytes. */
const TOPS = 0x80808080 | 0;

/** Puts the words of a text into a buffer if the text is ASCII, and returns whether it is. */
export type AsciiScan = (text: string, into: TokenBuffer) => boolean;

/** The memory of a scan, kept from text to text. */
interface Workspace {
  bytes: Uint8Array;
  view: DataView;
  /** Start of the first word, its end, start of the second word, its end, and so on. */
  boundaries: Uint32Array;
}

/**
 * Makes the scan of ASCII texts for words of at least two characters. No branch depends on what a character is, because
 * a processor cannot predict that. The first pass reads four characters at a time: by sums that overflow into the
 * highest bit of each byte it finds which of them are in a range. The second pass makes the key of each word from eight
 * bytes.
 *
 * @see Lamport (1975), Multiple byte processing with full-word instructions.
 */
export function asciiWords(lowercase: boolean): AsciiScan {
  const encoder = new TextEncoder();
  // The bit that makes a capital small, or none.
  const lowerBits = lowercase ? 0x20202020 : 0;
  const workspace = workspaceOf(4096);
  return (text, into) => {
    const { length } = text;
    reserve(workspace, length + STEP + PACKED);
    // Every character takes one byte, or the text is not ASCII.
    if (encoder.encodeInto(text, workspace.bytes).written !== length) return false;
    into.reset(length / 3 + 2, length + STEP);
    into.count = cutTokens(workspace, findBoundaries(workspace, length, lowerBits, into.units), into);
    into.reach.fill(into.count, 0, into.count);
    return true;
  };
}

function workspaceOf(size: number): Workspace {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer), boundaries: new Uint32Array(size) };
}

function reserve(workspace: Workspace, length: number): void {
  const { bytes } = workspace;
  if (bytes.length >= length && bytes.length <= MAX_KEPT) return;
  Object.assign(workspace, workspaceOf(Math.max(length * 2, 4096)));
}

/**
 * Writes the characters in lower case, zeros for what is no part of a word, and the places where words start and end.
 * Reads and writes up to {@link STEP} characters more than there are.
 *
 * @returns The number of places.
 */
function findBoundaries(
  { bytes, view, boundaries }: Workspace,
  length: number,
  lowerBits: number,
  units: Uint16Array,
): number {
  let found = 0;
  let before = 0;
  bytes.fill(0, length, length + STEP);
  for (let from = 0; from <= length; from += STEP) {
    // A bit for each character: whether it is part of a word.
    let isWord = 0;
    for (let k = 0; k < STEP; k += 4) {
      const at = from + k;
      const four = view.getInt32(at, true);
      const small = four | 0x20202020;
      const letters = (small + 0x1f1f1f1f) & ~(small + 0x05050505) & TOPS;
      const digits = (four + 0x50505050) & ~(four + 0x46464646) & TOPS;
      const underscores = (four + 0x21212121) & ~(four + 0x20202020) & TOPS;
      const tops = letters | digits | underscores;
      const lowered = (four | ((letters >>> 2) & lowerBits)) & (tops | (tops - (tops >>> 7)));
      view.setInt32(at, lowered, true);
      units[at] = lowered & 0xff;
      units[at + 1] = (lowered >>> 8) & 0xff;
      units[at + 2] = (lowered >>> 16) & 0xff;
      units[at + 3] = lowered >>> 24;
      // Gathers the highest bits of the four bytes.
      isWord |= (Math.imul(tops >>> 7, 0x10204080) >>> 28) << k;
    }
    let changes = isWord ^ ((isWord << 1) | before);
    before = isWord >>> 31;
    for (; changes !== 0; changes &= changes - 1) {
      boundaries[found++] = from + 31 - Math.clz32(changes & -changes);
    }
  }
  return found;
}

/** Writes the words between boundaries, and returns their number. */
function cutTokens(
  { bytes, view, boundaries }: Workspace,
  found: number,
  { from, to, low, high, start, end }: TokenBuffer,
): number {
  let count = 0;
  for (let b = 0; b < found; b += 2) {
    const first = boundaries[b]!;
    const last = boundaries[b + 1]!;
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

import { findBoundaries } from "./find-boundaries";
import { BOUNDARIES, END, FROM, HIGH, LOW, START, TEXT, TO } from "./memory-layout";

const KEY_BYTES: u32 = 8;
const NOT_ASCII: u64 = 0x8080808080808080;
const HASHED: u64 = 0x8000000000000000;
const FNV_OFFSET: u32 = 0x811c9dc5;
const FNV_PRIME: u32 = 0x01000193;

/**
 * Finds the words of the text at `TEXT`: runs of at least two word characters.
 *
 * @param lowercase  Whether capitals become small letters.
 * @returns          The number of words; the place and the key of each are in `FROM`, `TO`, `LOW`, `HIGH`, `START` and
 *                   `END`.
 */
export function scanWords(length: u32, lowercase: bool): u32 {
  return cutWords(findBoundaries(length, lowercase));
}

/** Writes the place and the key of each word that the boundaries delimit. @returns The number of words. */
function cutWords(boundariesEnd: u32): u32 {
  let offset: u32 = 0;
  for (let boundary = BOUNDARIES; boundary < boundariesEnd; boundary += 8) {
    const first = load<u32>(boundary);
    const last = load<u32>(boundary, 4);
    store<u32>(FROM + offset, first);
    store<u32>(TO + offset, last);
    store<u32>(START + offset, first);
    store<u32>(END + offset, last);
    const key = keyOf(first, last);
    store<u32>(LOW + offset, u32(key));
    store<u32>(HIGH + offset, u32(key >> 32));
    // A run of one character is not a word: then the end does not move, and the next word replaces this one.
    offset += u32(last - first > 1) << 2;
  }
  return offset >> 2;
}

/** The key of a word, as `writeKey` in token-key.ts makes it. */
function keyOf(first: u32, last: u32): u64 {
  const size = last - first;
  const key = load<u64>(TEXT + first) & (u64.MAX_VALUE >> u64((KEY_BYTES - size) << 3));
  return size > KEY_BYTES || (key & NOT_ASCII) !== 0 ? hashedKey(first, last) : key;
}

/** FNV-1a of the characters, and their number with the highest bit set. */
function hashedKey(first: u32, last: u32): u64 {
  let hash = FNV_OFFSET;
  let at = first;
  do {
    hash = (hash ^ load<u8>(TEXT + at)) * FNV_PRIME;
  } while (++at < last);
  return HASHED | (u64(last - first) << 32) | hash;
}

import { BLOCK, BOUNDARIES, CHARACTER_CLASSES, TEXT, UNITS } from "./memory-layout";

const VECTOR: u32 = 16;

/**
 * Finds where the words of a text start and end, a block of 64 characters at a time. In the text, characters that are
 * not part of a word become zeros, and capitals become small letters; the result is also written to `UNITS` as UTF-16
 * code units.
 *
 * For each block it makes a number of 64 bits, one for each character: 1 where it is part of a word. A word starts or
 * ends where a bit differs from the one before.
 *
 * @param length     Number of characters of the text at `TEXT`.
 * @param lowercase  Whether capitals become small letters.
 * @returns          Where the list of starts and ends at `BOUNDARIES` ends.
 * @see Langdale & Lemire (2019), Parsing gigabytes of JSON per second, sections 3.1.1 and 3.1.2.
 */
export function findBoundaries(length: u32, lowercase: bool): u32 {
  const lowerClasses = v128.load(CHARACTER_CLASSES);
  const upperClasses = v128.load(CHARACTER_CLASSES, VECTOR);
  // The bit that makes a capital small.
  const lowerBits = i8x16.splat(lowercase ? 0x20 : 0);
  const textEnd = TEXT + length;
  memory.fill(textEnd, 0, 2 * BLOCK);
  let text = TEXT;
  let units = UNITS;
  let boundary = BOUNDARIES;
  let blockStart: i32 = 0;
  let lastBit: u64 = 0;
  // Zeros follow the text. One block of them is read too, so that a word at the end of the text gets its end.
  do {
    let isWord: u64 = 0;
    let place: u64 = 0;
    do {
      let bytes = v128.load(text);
      const inWord = wordCharacters(bytes, lowerClasses, upperClasses);
      bytes = v128.and(inWord, v128.or(bytes, v128.and(lowerBits, capitals(bytes))));
      v128.store(text, bytes);
      v128.store(units, i16x8.extend_low_i8x16_u(bytes));
      v128.store(units, i16x8.extend_high_i8x16_u(bytes), VECTOR);
      isWord |= u64(i8x16.bitmask(inWord)) << place;
      text += VECTOR;
      units += 2 * VECTOR;
      place += VECTOR;
    } while (place < BLOCK);
    let changes = isWord ^ ((isWord << 1) | lastBit);
    lastBit = isWord >> 63;
    while (changes !== 0) {
      store<i32>(boundary, blockStart + i32(ctz(changes)));
      boundary += 4;
      changes &= changes - 1;
    }
    blockStart += i32(BLOCK);
  } while (text <= textEnd);
  return boundary;
}

/** 255 for each byte that is part of a word, else 0. The classes of its lower and upper four bits then share a bit. */
function wordCharacters(bytes: v128, lowerClasses: v128, upperClasses: v128): v128 {
  const lower = i8x16.swizzle(lowerClasses, v128.and(bytes, i8x16.splat(15)));
  const upper = i8x16.swizzle(upperClasses, i8x16.shr_u(bytes, 4));
  return i8x16.ne(v128.and(lower, upper), i64x2.splat(0));
}

/**
 * 255 for each byte that is A–Z or À–Þ, else 0. Their small letters are 32 higher. × is among them, but never in a
 * word.
 */
function capitals(bytes: v128): v128 {
  return v128.or(
    i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26)),
    i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(u8(0xc0))), i8x16.splat(31)),
  );
}

import { isWord } from "../unicode/word-units.js";

/**
 * Writes two tables of 16 bytes by which the kernel finds which bytes are part of a word: one for the lower four bits
 * of a byte, one for the upper four bits. A byte is part of a word when its entries in both tables have a bit in
 * common. Each bit is a class: upper halves that form words with the same lower halves are in one class. There are
 * eight.
 *
 * @param classes  32 bytes of zeros.
 */
export function writeCharacterClasses(classes: Uint8Array): void {
  const bits = new Map<number, number>();
  for (let upper = 0; upper < 16; upper++) {
    let lowers = 0;
    for (let lower = 0; lower < 16; lower++) if (isWord(16 * upper + lower)) lowers |= 1 << lower;
    if (lowers === 0) continue;
    const bit = bits.get(lowers) ?? 1 << bits.size;
    bits.set(lowers, bit);
    classes[16 + upper] = bit;
    for (let lower = 0; lower < 16; lower++) if ((lowers >> lower) & 1) classes[lower]! |= bit;
  }
}

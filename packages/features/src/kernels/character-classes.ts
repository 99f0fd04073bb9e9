import { isWord } from "../unicode/word-units.js";

/**
 * Writes the character classes of the lower and then of the upper half of a byte, one bit each: a byte is part of a
 * word when its two halves have a class in common. Upper halves that go with the same lower halves are one class;
 * there are eight.
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

/**
 * Decodes numbers that are written one after another without a space: the digits are letters, of base 26, and the last
 * of each number is a small one. Gzip makes a quarter less of it than of base 36 with spaces.
 *
 * @example
 * decodeNumbers("bBAz"); // => [1, 701]
 */
export function decodeNumbers(encoded: string): number[] {
  const digitOf = (letter: string) => Number.parseInt(letter, 36) - 10;
  return encoded
    .match(/[A-Z]*[a-z]/g)!
    .map((digits) => [...digits].reduce((number, letter) => 26 * number + digitOf(letter), 0));
}

import { ExactDecimal, exactNumber } from "../../values/exact-decimal.js";

/** The digits that tell any two numbers of 64 bits apart. */
const DIGITS_OF_DOUBLE = 17;

/**
 * The value of a number in a sheet. Excel computes with numbers of 64 bits and writes them with 17 digits: those are that
 * number. Longer ones, which other programs write, keep all digits.
 */
export function excelNumber(written: string): number | bigint | ExactDecimal {
  if (/^-?\d+$/.test(written))
    return exactNumber(written) ?? (isShort(written) ? BigInt(written) : new ExactDecimal(written));
  const digits = written.split(/e/i, 1)[0]!.replaceAll(/\D/g, "").replace(/^0+/, "");
  const number = Number(written);
  return digits.length <= DIGITS_OF_DOUBLE && Number.isFinite(number) ? number : new ExactDecimal(written);
}

/** The time for a `bigint` grows with the square of its digits. */
function isShort({ length }: string): boolean {
  return length <= 40;
}

/**
 * A number with a fraction, or with an exponent, of which a JavaScript number would lose digits: `0.12345678901234567890`
 * in JSON, a DECIMAL in Parquet.
 */
export class ExactDecimal {
  /** All digits, as they are written in the file. */
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }

  toString(): string {
    return this.digits;
  }

  toJSON(): string {
    return this.digits;
  }
}

/** The number that digits stand for when it prints the same digits again; else `undefined`. */
export function exactNumber(digits: string): number | undefined {
  const number = Number(digits);
  // The nearest number is never ten times as large: with the same digits it has the same exponent.
  const isExact = Number.isFinite(number) && significant(digits) === significant(String(number));
  return isExact ? number : undefined;
}

/** The digits of a number in decimal notation without its zeros at both ends: `12` of `-0.0120e3`. */
function significant(written: string): string {
  const digits = written.split(/e/i, 1)[0]!.replaceAll(/[-.]/g, "");
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  let start = 0;
  while (digits[start] === "0") start++;
  return digits.slice(start, end);
}

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
  return Number.isFinite(number) && samePlaces(digits, String(number)) ? number : undefined;
}

/** Whether two numbers in decimal notation have the same digits in the same places; their signs are not compared. */
function samePlaces(a: string, b: string): boolean {
  const [one, other] = [placesOf(a), placesOf(b)];
  return one.digits === other.digits && (one.digits === "" || one.exponent === other.exponent);
}

/** `-0.0120e3` as the digits `12` and the exponent of the last one, -3 + 3. */
function placesOf(written: string): { digits: string; exponent: number } {
  const [mantissa = "", power = "0"] = written.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const padded = whole + fraction;
  let end = padded.length;
  while (padded[end - 1] === "0") end--;
  let start = 0;
  while (padded[start] === "0") start++;
  return {
    digits: padded.slice(start, end),
    exponent: Number(power) - fraction.length + padded.length - end,
  };
}

import { plainLabel } from "./label-spelling.js";

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,9}))?$/;
const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ["true", "true"],
  ["yes", "true"],
  ["1", "true"],
  ["false", "false"],
  ["no", "false"],
  ["0", "false"],
]);

/** A label that is a decimal number, in one writing for each number, `12e-1`; `undefined` where it is none. */
export function numberOf(label: string): string | undefined {
  const found = NUMBER.exec(plainLabel(label));
  if (found === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = found;
  const digits = whole + fraction;
  if (digits === "") return undefined;
  const significant = withoutZeros(digits);
  if (significant === "") return "0";
  const dropped = digits.length - trailingZeros(digits);
  return `${sign === "-" ? "-" : ""}${significant}e${Number(exponent) - fraction.length + digits.length - dropped}`;
}

/** `true` or `false` for `yes`, `1`, `No` …; `undefined` for other labels. */
export function booleanOf(label: string): string | undefined {
  return BOOLEANS.get(plainLabel(label));
}

function withoutZeros(digits: string): string {
  let start = 0;
  while (digits[start] === "0") start++;
  return digits.slice(start, Math.max(start, digits.length - trailingZeros(digits)));
}

function trailingZeros(digits: string): number {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.length - end;
}

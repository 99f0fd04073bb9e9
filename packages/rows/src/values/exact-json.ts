import { endOfJsonString } from "@imdb/core";
import { ExactDecimal, exactNumber } from "./exact-decimal.js";

/** Only a number with as many characters, or with a large exponent, can lose digits: most lines have none. */
const LONG = /[\d.]{16}|\d[eE][+-]?\d{3}/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Enough for 128 bits. The time for a `bigint` grows with the square of its digits. */
const MOST_DIGITS = 40;
const STRING = 0x22;
const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;

/** A number below this one is never left in the text for the parser, so that what it returns there is a stand-in. */
const LEAST = 1e-300;

/**
 * As `JSON.parse`, with all digits of numbers: whole numbers beyond 2⁵³ are `bigint`, other numbers that would change are
 * {@link ExactDecimal}.
 *
 * @throws `SyntaxError`
 */
export function parseExactJson(text: string): unknown {
  if (!LONG.test(text)) return JSON.parse(text) as unknown;
  const { standIns, numbers } = withStandIns(text);
  const value: unknown = JSON.parse(standIns);
  return numbers.length === 0 ? value : restored(value, numbers);
}

/**
 * Replaces each number that would change by a tiny one: the n-th by n times the least number above 0. A parser that shows
 * the text of numbers to its reviver is not in every runtime.
 */
function withStandIns(text: string): { standIns: string; numbers: (bigint | ExactDecimal | number)[] } {
  const numbers: (bigint | ExactDecimal | number)[] = [];
  let standIns = "";
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === STRING) at = endOfJsonString(text, at + 1);
    else if (unit === MINUS || (unit >= ZERO && unit <= NINE)) {
      NUMBER.lastIndex = at;
      const token = NUMBER.exec(text)?.[0];
      if (token === undefined) continue;
      const value = exactValue(token);
      if (typeof value !== "number" || (value !== 0 && Math.abs(value) < LEAST)) {
        numbers.push(value);
        standIns += text.slice(copied, at) + String(numbers.length * Number.MIN_VALUE);
        copied = at + token.length;
      }
      at += token.length - 1;
    }
  }
  return { standIns: standIns + text.slice(copied), numbers };
}

/** The value of a number as it is written. */
function exactValue(token: string): number | bigint | ExactDecimal {
  const number = exactNumber(token);
  if (number !== undefined) return number;
  const isWhole = token.length <= MOST_DIGITS && /^-?\d+$/.test(token);
  return isWhole ? BigInt(token) : new ExactDecimal(token);
}

function restored(value: unknown, numbers: readonly unknown[]): unknown {
  if (typeof value === "number") {
    return value > 0 && value < LEAST ? numbers[Math.round(value / Number.MIN_VALUE) - 1] : value;
  }
  if (Array.isArray(value)) return value.map((inner) => restored(inner, numbers));
  if (typeof value !== "object" || value === null) return value;
  for (const [name, inner] of Object.entries(value)) {
    const exact = restored(inner, numbers);
    // Defined, not assigned: the name may be `__proto__`.
    if (exact !== inner)
      Object.defineProperty(value, name, {
        value: exact,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return value;
}

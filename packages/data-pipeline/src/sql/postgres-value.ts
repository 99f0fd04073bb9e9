import { ExactDecimal, isoTime, parseExactJson } from "@imdb/rows";

/**
 * The value of a text that PostgreSQL sends, by the number of its type: whole numbers and decimals with all digits, times and days
 * as ISO 8601 texts, as the reader of Parquet files has them. Types that are not named here stay text.
 *
 * The parsers of `pg` are not asked: they read times in the zone of the machine, and a program may have changed them.
 *
 * @see https://www.postgresql.org/docs/current/datatype.html; the numbers are those of the table pg_type.
 * @throws `Error` for a time that is not in the ISO style
 */
export function postgresValue(type: number, text: string): unknown {
  const convert = CONVERSIONS[type];
  return convert === undefined ? text : convert(text);
}

const whole = (text: string) => BigInt(text);
const json = (text: string) => parseExactJson(text);

const CONVERSIONS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === "t",
  17: (text) => Buffer.from(text.slice(2), "hex"),
  20: whole,
  21: whole,
  23: whole,
  26: whole,
  114: json,
  700: Number,
  701: Number,
  1082: day,
  1114: time,
  1184: time,
  1700: (text) => (/^[-\d.]+$/.test(text) ? new ExactDecimal(text) : Number(text)),
  3802: json,
};

const DAY = /^\d{4,}-\d\d-\d\d$/;
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?$/;
/** What has no ISO 8601 text stays as it is written. */
const NO_CALENDAR = /^-?infinity$| BC$|^\d{5,}-/;

function day(text: string): string {
  inIsoStyle(text, DAY);
  return text;
}

function time(text: string): unknown {
  if (!inIsoStyle(text, TIME)) return text;
  const [, day, clock, fraction = "", sign = "+", hours = 0, minutes = 0, seconds = 0] = TIME.exec(text)!;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const local = Date.parse(`${day}T${clock}Z`) / 1000;
  const second = BigInt(sign === "-" ? local + offset : local - offset);
  return isoTime(second * 1_000_000n + BigInt(fraction.padEnd(6, "0")), 6);
}

/** @returns `false` for a time that no calendar has. */
function inIsoStyle(text: string, style: RegExp): boolean {
  if (style.test(text)) return true;
  if (NO_CALENDAR.test(text)) return false;
  throw new Error(`the time ${JSON.stringify(text)} is not in the ISO style: SET DateStyle = 'ISO'`);
}

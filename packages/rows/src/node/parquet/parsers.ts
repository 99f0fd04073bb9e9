import type { ParquetParsers } from "hyparquet";
import { parseExactJson } from "../../values/exact-json.js";
import { isoDay, isoTime } from "../../values/iso-time.js";

/**
 * What the parser makes of types that a JavaScript value would round: times and days are ISO 8601 texts with all digits, JSON
 * has all digits of its numbers. A time without a zone is written as one of UTC.
 */
export const EXACT_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value) => isoTime(value, 3),
  timestampFromMicroseconds: (value) => isoTime(value, 6),
  timestampFromNanoseconds: (value) => isoTime(value, 9),
  dateFromDays: isoDay,
  jsonFromBytes: (bytes) => bytes && parseExactJson(new TextDecoder().decode(bytes)),
};

import { LineBreaks } from "../bytes/line-breaks.js";
import { UnreadableFile } from "../errors.js";
import type { CsvDialect, CsvMarks } from "./dialect.js";
import { csvFinder } from "./find-row.js";
import { CsvScanner } from "./scanner.js";

/** The number of bytes at the start of a file that its delimiter and quote are detected from. */
export const DETECT_BYTES = 1 << 16;

const DELIMITERS = [",", ";", "\t", "|"];
const QUOTES = ['"', "'", ""];

/** The start of a file, as some marks read it. */
interface Reading {
  readonly marks: CsvMarks;
  /** The share of its rows that have as many fields as the first one, or as the header that was given. */
  readonly share: number;
  readonly columns: number;
  /** Whether a field is in quotes. */
  readonly hasQuotes: boolean;
}

/**
 * Finds the delimiter (comma, semicolon, tab or bar) and the quote (`"`, `'` or none) with which most rows at the start of
 * a file have as many fields as its header: of equal ones those with which a field is in quotes, then those with more
 * columns. Only what the dialect leaves to be detected is varied.
 *
 * @param bytes    The first {@link DETECT_BYTES} of the file, without its mark.
 * @param isWhole  Whether they are the whole file.
 * @throws `UNREADABLE_FILE` when several delimiters fit equally well, or none gives two columns for most rows of a file
 *         that has more than one in its header
 */
export function detectMarks(
  file: string,
  bytes: Uint8Array,
  isWhole: boolean,
  marks: CsvMarks,
  { delimiter, quote, header }: CsvDialect,
): CsvMarks {
  const readings: Reading[] = [];
  for (const someDelimiter of delimiter === "detect" ? DELIMITERS : [marks.delimiter])
    for (const someQuote of quote === "detect" ? QUOTES : [marks.quote]) {
      const some = { ...marks, delimiter: someDelimiter, quote: someQuote };
      const reading = readingOf(bytes, isWhole, some, header?.length);
      // Apostrophes are most often text.
      if (someQuote !== "'" || reading.hasQuotes || quote !== "detect") readings.push(reading);
    }
  const tables = readings.filter(({ columns, share }) => columns > 1 && share > 0.5);
  const [best, ...others] = (tables.length > 0 ? tables : readings).sort(byFit);
  const equal = others.find(
    (one) => byFit(best!, one) === 0 && one.marks.delimiter !== best!.marks.delimiter,
  );
  if (equal === undefined || best!.columns < 2) return best!.marks;
  const problem = `its delimiter may be ${shown(best!)} or ${shown(equal)}: name it in delimiter`;
  throw UnreadableFile.create({ file, format: "CSV", problem });
}

/** The better one first. A few rows with wrong quotes do not mean that quotes are text where others are in quotes. */
function byFit(a: Reading, b: Reading): number {
  return fit(b) - fit(a) || Number(b.hasQuotes) - Number(a.hasQuotes) || b.columns - a.columns;
}

function fit({ share, hasQuotes }: Reading): number {
  return hasQuotes ? Math.min(1, share + BAD_QUOTES) : share;
}
const BAD_QUOTES = 0.1;

function shown({ marks }: Reading): string {
  return JSON.stringify(marks.delimiter);
}

function readingOf(bytes: Uint8Array, isWhole: boolean, marks: CsvMarks, given: number | undefined): Reading {
  const scanner = new CsvScanner(marks);
  const find = csvFinder(scanner);
  const breaks = new LineBreaks();
  breaks.setBytes(bytes);
  let columns = given;
  let rows = 0;
  let good = 0;
  let hasQuotes = false;
  for (let at = 0; at < bytes.length; ) {
    const found = find(bytes, at, isWhole, breaks);
    // A row that the end of these bytes cuts says nothing.
    if (found === undefined) break;
    const isBlank = found.end === at;
    const start = at;
    at = found.next ?? bytes.length;
    if (isBlank) continue;
    rows++;
    if (found.fault !== undefined) continue;
    columns ??= scanner.count;
    if (scanner.count === columns) good++;
    hasQuotes ||= isQuoted(bytes, start, scanner, marks.quote);
  }
  return { marks, share: rows === 0 ? 0 : good / rows, columns: columns ?? 0, hasQuotes };
}

function isQuoted(bytes: Uint8Array, start: number, scanner: CsvScanner, quote: string): boolean {
  if (quote === "") return false;
  const sign = quote.charCodeAt(0);
  for (let i = 0; i < scanner.count; i++) {
    const first = scanner.starts[i]!;
    if (first > start && bytes[first - 1] === sign && bytes[scanner.ends[i]!] === sign) return true;
  }
  return false;
}

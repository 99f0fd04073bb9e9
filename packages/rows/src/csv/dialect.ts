import { InvalidOption } from "@imdb/core";

/** How a CSV file is written. Training, scoring and bundles say it in the same way. */
export interface CsvDialect {
  /** One character. Default: a tab for `.tsv`, else a comma. */
  readonly delimiter?: string | undefined;
  /** One ASCII character, doubled inside a field as RFC 4180 says; `""`: no quotes. Default `"`. */
  readonly quote?: string | undefined;
  /** Names of the columns, for a file without a header. Default: its first line names them. */
  readonly header?: readonly string[] | undefined;
}

/** A dialect with its defaults and the names of the columns: plain data, so that a thread can have it. */
export interface CsvLayout {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: readonly string[];
}

/**
 * The delimiter and the quote of a file.
 *
 * @param file  Its name, without what says that it is compressed.
 * @throws `INVALID_OPTION`
 */
export function csvMarks(file: string, dialect: CsvDialect): { delimiter: string; quote: string } {
  const { delimiter = /\.tsv$/i.test(file) ? "\t" : ",", quote = '"' } = dialect;
  if ([...delimiter].length !== 1 || /[\r\n]/.test(delimiter)) {
    throw InvalidOption.create({ option: "delimiter", value: delimiter, expected: "one character" });
  }
  if (!/^[\0-\x7f]?$/.test(quote) || /[\r\n]/.test(quote) || quote === delimiter) {
    const expected = 'one ASCII character that is not the delimiter, or "" for none';
    throw InvalidOption.create({ option: "quote", value: quote, expected });
  }
  return { delimiter, quote };
}

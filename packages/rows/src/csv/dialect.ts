import {
  anObject,
  checkOption,
  either,
  listOf,
  type OptionalRule,
  type OptionRule,
  oneOf,
  optional,
  optionsOf,
  rule,
  text,
} from "@imdb/core/options";

/** How a CSV file is written. The same options are used in training, in scoring and in bundles. */
export interface CsvDialect {
  /**
   * One character. `detect`: the one of comma, semicolon, tab and bar with which most rows at the start of the file have as
   * many fields as its header. Default: a tab for `.tsv`, else a comma.
   */
  readonly delimiter?: string | undefined;
  /**
   * One ASCII character, doubled inside a field as RFC 4180 says; `""`: no quotes, as `QUOTE_NONE` of Python. `detect`: `"`,
   * `'` or none, in the same way. Default `"`.
   */
  readonly quote?: string | undefined;
  /**
   * One ASCII character that takes its meaning from the character after it, as in `"He said \"hi\""`: Spark writes a backslash.
   * In pandas `escapechar`. Default `""`: there is none.
   */
  readonly escapeChar?: string | undefined;
  /** Names of the columns, for a file without a header. Default: its first line names them. */
  readonly header?: readonly string[] | undefined;
}

/** A dialect with its defaults and the names of the columns. It is plain data, which can be sent to a thread. */
export interface CsvLayout extends CsvMarks {
  readonly header: readonly string[];
}

/** The characters that separate and protect fields. No two of them are the same. */
export interface CsvMarks {
  readonly delimiter: string;
  readonly quote: string;
  readonly escapeChar: string;
}

const isText = (value: unknown): value is string => typeof value === "string";
const character = rule<string>(
  "one character that is no line end",
  (value) => isText(value) && [...value].length === 1 && !/[\r\n]|\p{Surrogate}/u.test(value),
);
const asciiMark = rule<string>('one ASCII character that is no line end, or "" for none', (value) => {
  return isText(value) && /^[\0-\x7f]?$/.test(value) && !/[\r\n]/.test(value);
});

/** What is found in the file itself. */
const detect = oneOf<string>("detect");
const columnNames = listOf(text, 1);

/** The rules of {@link CsvDialect}, for a schema of options that has them too. */
export const dialectRules: {
  readonly delimiter: OptionalRule<string>;
  readonly quote: OptionalRule<string>;
  readonly escapeChar: OptionalRule<string>;
  readonly header: OptionalRule<readonly string[]>;
} = {
  delimiter: optional(either(character, detect)),
  quote: optional(either(asciiMark, detect)),
  escapeChar: optional(asciiMark),
  header: optional(columnNames),
};

/** The schema of {@link CsvDialect}. */
export const dialectOptions = optionsOf<CsvDialect, keyof CsvDialect>(dialectRules);

/**
 * The delimiter, the quote and the escape of a file; the default of one that is to be detected.
 *
 * @param file  The name of the file without `.gz` or `.zst`.
 * @throws `INVALID_OPTION`
 */
export function csvMarks(file: string, dialect: CsvDialect): CsvMarks {
  checkOption("file", file, text, "csvMarks");
  checkOption(
    "dialect",
    dialect,
    anObject<CsvDialect>("a dialect: delimiter, quote, escapeChar, header"),
    "csvMarks",
  );
  const given = dialectOptions.resolve(dialect, file);
  const delimiter = said(given.delimiter) ?? (/\.tsv$/i.test(file) ? "\t" : ",");
  const { escapeChar = "" } = given;
  const quote = said(given.quote) ?? '"';
  // The one that is given is wrong, not the default of the other.
  if (dialect.quote === undefined) checkOption("delimiter", delimiter, otherThan("quote", quote), file);
  else checkOption("quote", quote, otherThan("delimiter", delimiter), file);
  checkOption("escapeChar", escapeChar, otherThan("delimiter", delimiter), file);
  if (escapeChar !== "") checkOption("escapeChar", escapeChar, otherThan("quote", quote), file);
  return { delimiter, quote, escapeChar };
}

function said(mark: string | undefined): string | undefined {
  return mark === "detect" ? undefined : mark;
}

function otherThan(name: string, taken: string): OptionRule<string> {
  return rule<string>(`another character than the ${name}`, (value) => value !== taken);
}

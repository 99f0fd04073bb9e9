import type { ReadRowsOptions } from "./read-rows.js";

/** How a file is read, as far as its name and its first line do not say it. */
export type ReadingOptions = Pick<
  ReadRowsOptions,
  "encoding" | "delimiter" | "quote" | "escapeChar" | "header" | "entry" | "sheet"
>;

const text = { type: "string" } as const;

/** The options of a command that say how a file is read, for `readArguments` of `@imdb/runtime/command`. */
export const readingArguments = {
  encoding: text,
  delimiter: text,
  quote: text,
  "escape-char": text,
  header: text,
  entry: text,
  sheet: text,
} as const;

/** The values of {@link readingArguments}. */
export type ReadingArguments = { readonly [K in keyof typeof readingArguments]?: string | undefined };

/**
 * How a file is read, as the arguments of a command say it. A delimiter `\t` is a tab, a header is a list of names with commas, and
 * a sheet of one or two digits is the number of it.
 *
 * @returns The options that are given.
 */
export function readingFromArguments(values: ReadingArguments): ReadingOptions {
  const { encoding, delimiter, quote, header, entry, sheet } = values;
  const reading = {
    encoding,
    delimiter: delimiter === "\\t" ? "\t" : delimiter,
    quote,
    escapeChar: values["escape-char"],
    header: header?.split(","),
    entry,
    // A short number is the place of a sheet; a sheet may have the name of a year.
    sheet: sheet !== undefined && /^[1-9]\d?$/.test(sheet) ? Number(sheet) : sheet,
  };
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
}

import type { ProjectReading } from "../project-data.js";

const text = { type: "string" } as const;

/** The options of the command that say how the file is read. */
export const readingOptions = {
  encoding: text,
  delimiter: text,
  quote: text,
  "escape-char": text,
  header: text,
  entry: text,
  sheet: text,
} as const;

type ReadingValues = { readonly [K in keyof typeof readingOptions]: string | undefined };

/** How the file is read, as the arguments say it. */
export function readingOf(values: ReadingValues): ProjectReading {
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

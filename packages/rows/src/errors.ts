import { defineError } from "@imdb/core";
import { shownList, shownName } from "./shown-names.js";

/** The content of a file does not have the expected format. */
export const UnreadableFile = defineError(
  "UNREADABLE_FILE",
  "input",
  (d: { file: string; format: string; problem: string }) => ({
    message: `${d.file} is not readable as ${d.format}: ${d.problem}.`,
    remedy: "Check the file and its format. Create or download a damaged file again.",
  }),
);

/** A column to read is not in the file. */
export const MissingColumn = defineError(
  "MISSING_COLUMN",
  "input",
  (d: { file: string; column: string; columns: readonly string[]; hint?: string }) => ({
    message: `${d.file} has no column ${JSON.stringify(shownName(d.column))}; the file has: ${
      shownList(d.columns) || "none"
    }.`,
    remedy: `${d.hint ?? "Name the column that the file has instead, or its delimiter"}.`,
  }),
);

/** Two columns of a file have the same name. */
export const DuplicateColumn = defineError(
  "DUPLICATE_COLUMN",
  "input",
  (d: { file: string; column: string; positions: readonly number[] }) => ({
    message: `${d.file} has the column ${JSON.stringify(shownName(d.column))} more than once: as columns ${shownList(d.positions)}.`,
    remedy: "Rename one of them, or give the names of all columns in header and remove the header line.",
  }),
);

/** What a file of rows must have, for `NO_DOCUMENTS`. */
export const EXPECTED_ROWS = {
  csv: "a header line and rows",
  jsonl: "one JSON object a line",
  json: "a list of objects",
  parquet: "rows",
  excel: "a row of names and rows below it",
} as const;

/** A source has no rows. */
export const NoDocuments = defineError(
  "NO_DOCUMENTS",
  "input",
  (d: { file: string; expected: string; problem?: string }) => ({
    message: `${d.file} holds no documents${d.problem ? `, ${d.problem}` : ""}; expected ${d.expected}.`,
    remedy: "Check that this is the right file, and that it is not empty.",
  }),
);

/** A byte of a text file is not of the encoding that the file is read in. */
export const InvalidEncoding = defineError(
  "INVALID_ENCODING",
  "input",
  (d: { file: string; encoding: string; byte: number; line: number; value: number; likely?: string }) => ({
    message: `${d.file}, line ${d.line}: byte ${d.byte} of the file (0x${d.value.toString(16).padStart(2, "0")}) is not ${d.encoding}.`,
    remedy: `Name the encoding of the file in encoding${d.likely === undefined ? "" : `: it may be ${JSON.stringify(d.likely)}`}.`,
  }),
);

/** An archive is cut, damaged, or made to do harm. */
export const InvalidArchive = defineError(
  "INVALID_ARCHIVE",
  "input",
  (d: { file: string; problem: string; entry?: string }) => ({
    message: `${d.file}${d.entry === undefined ? "" : `, entry ${JSON.stringify(d.entry)}`}: ${d.problem}.`,
    remedy: "Download the archive again from a source you trust. Nothing of it was kept.",
  }),
);

/** A compressed source unpacks to more than its limits allow. */
export const UnpackedTooLarge = defineError(
  "UNPACKED_TOO_LARGE",
  "input",
  (d: { file: string; limit: string; allowed: number; actual: number; entry?: string }) => ({
    message:
      `${d.file}${d.entry === undefined ? "" : `, entry ${JSON.stringify(d.entry)}`} ` +
      `exceeds ${d.limit}: ${d.actual}, allowed are ${d.allowed}.`,
    remedy: `If you trust the source, raise ${d.limit}.`,
  }),
);

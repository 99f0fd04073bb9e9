import type { RowsReading } from "@imdb/core";
import { MissingColumn } from "@imdb/rows";
import { InvalidBatch } from "../errors.js";

/** Which columns mean what. */
export interface Columns {
  readonly text: string;
  /** `null`: rows are named by their place. */
  readonly id: string | null;
  readonly keep: readonly string[];
  /** Longest text that is scored, in UTF-16 units. */
  readonly maxTextLength: number;
}

/** Columns as a caller names them; what is left out is as in training, or looked for. */
export interface ColumnOptions {
  readonly textColumn: string | undefined;
  readonly idColumn: string | undefined;
  readonly keep: readonly string[];
  readonly maxTextLength: number;
  /** How the model's training data was read. */
  readonly reading: RowsReading | undefined;
}

const TEXT_NAMES = ["text", "review", "sentence", "document", "content"];

/**
 * Which columns to use.
 *
 * @param header  Of the file; `undefined` for JSON Lines, whose rows may differ.
 * @throws `MISSING_COLUMN` for one that is named, here or in training; `INVALID_BATCH` when none is known for a text.
 */
export function chooseColumns(
  path: string,
  header: readonly string[] | undefined,
  { textColumn, idColumn, keep, maxTextLength, reading }: ColumnOptions,
): Columns {
  const has = (name: string) => header === undefined || header.includes(name);
  const text = textColumn ?? reading?.columns.text ?? TEXT_NAMES.find(has);
  if (text === undefined) {
    const remedy = `Name one of its columns: ${header?.slice(0, 20).join(", ")}.`;
    throw InvalidBatch.create({ path, problem: "it has no column text", remedy });
  }
  const missing = [text, ...(idColumn === undefined ? [] : [idColumn]), ...keep].find((name) => !has(name));
  if (missing !== undefined) {
    const isLearned = textColumn === undefined && missing === text;
    throw MissingColumn.create({
      file: path,
      column: missing,
      columns: header!,
      ...(isLearned ? { hint: trainedFrom(reading!) } : {}),
    });
  }
  const id = idColumn ?? [reading?.columns.id ?? "id", "id"].find(has) ?? null;
  return { text, id, keep, maxTextLength };
}

/** What a file contradicts. */
function trainedFrom({ columns, dialect }: RowsReading): string {
  const how = dialect === undefined ? "" : ` of files with the dialect ${JSON.stringify(dialect)}`;
  return `The model was trained from the column ${JSON.stringify(columns.text)}${how}: name the text column, delimiter, quote or header of this file`;
}

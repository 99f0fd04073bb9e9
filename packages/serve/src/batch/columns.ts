import type { RowsReading, TextColumn } from "@imdb/core";
import { columnsOfText, MissingColumn, textColumnWords } from "@imdb/rows";

/** The columns of a batch. */
export interface Columns {
  readonly text: TextColumn;
  /** `null`: a row's id is its number. */
  readonly id: string | null;
  readonly keep: readonly string[];
  /** The longest text that is scored, in UTF-16 code units. */
  readonly maxTextLength: number;
}

/** The columns that the caller names. The others are those of training, or are found by their names. */
export interface ColumnOptions {
  readonly textColumn: TextColumn | undefined;
  readonly idColumn: string | undefined;
  readonly keep: readonly string[];
  readonly maxTextLength: number;
  /** How the model's training data was read. */
  readonly reading: RowsReading | undefined;
}

const TEXT_NAMES = ["text", "review", "sentence", "document", "content"] as const;

/**
 * Chooses the columns to use.
 *
 * @param header  The columns of the file; `undefined` for JSON Lines, whose rows may have different fields.
 * @throws `MISSING_COLUMN` for a column that is named here or in training and is not in the file, and when no column of
 *         texts is found
 */
export function chooseColumns(
  path: string,
  header: readonly string[] | undefined,
  { textColumn, idColumn, keep, maxTextLength, reading }: ColumnOptions,
): Columns {
  const known = header && new Set(header);
  const has = (name: string) => known === undefined || known.has(name);
  // "text", the name in training, where the file has none of them.
  const text = textColumn ?? reading?.columns.text ?? TEXT_NAMES.find(has) ?? TEXT_NAMES[0];
  const texts = columnsOfText(text);
  const named = [...texts, ...(idColumn === undefined ? [] : [idColumn]), ...keep];
  const missing = named.find((name) => !has(name));
  if (missing !== undefined) {
    const isLearned = reading !== undefined && textColumn === undefined && texts.includes(missing);
    throw MissingColumn.create({
      file: path,
      column: missing,
      columns: header!,
      ...(isLearned ? { hint: trainingHint(reading) } : {}),
    });
  }
  const id = idColumn ?? [reading?.columns.id ?? "id", "id"].find(has) ?? null;
  return { text, id, keep, maxTextLength };
}

/** The columns that a file may be asked for. */
export function askedColumns({ textColumn, idColumn, keep, reading }: ColumnOptions): readonly string[] {
  const text = textColumn ?? reading?.columns.text;
  const id = idColumn === undefined ? [reading?.columns.id ?? "id", "id"] : [idColumn];
  return [...(text === undefined ? TEXT_NAMES : columnsOfText(text)), ...id, ...keep];
}

/** Names and a dialect as messages show them: a file may have thousands of columns. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 400 ? `${json.slice(0, 400)}…` : json;
}

function shownText(column: TextColumn): string {
  const words = textColumnWords(column);
  return words.length > 400 ? `${words.slice(0, 400)}…` : words;
}

/** How the training data was read, which the file contradicts. */
function trainingHint({ columns, dialect }: RowsReading): string {
  const how = dialect === undefined ? "" : ` of files with the dialect ${shown(dialect)}`;
  return `The model was trained from the column ${shownText(columns.text)}${how}: name the text column, delimiter, quote, escapeChar or header of this file`;
}

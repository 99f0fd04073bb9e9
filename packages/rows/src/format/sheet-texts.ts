import type { TextColumn } from "@imdb/core";
import type { ReadRow } from "../bytes/row.js";
import { ExactDecimal } from "../values/exact-decimal.js";
import { valueText } from "../values/row-values.js";
import { columnsOfText } from "./text-column.js";

/**
 * Rows of a sheet whose numbers in the columns of texts are texts: Excel makes a number of what looks like one when it is
 * typed, so a review that is `1984` has no other way to be a text. The text is the number with all its digits, as the format General
 * shows it: `8`, `0.5`. Dates stay dates: their text depends on the format of the cell.
 */
export function sheetTexts(rows: readonly ReadRow[], column: TextColumn): readonly ReadRow[] {
  const columns = columnsOfText(column);
  return rows.map((row) => {
    if ("fault" in row) return row;
    const value = row.value as Readonly<Record<string, unknown>>;
    const numbers = columns.filter((name) => Object.hasOwn(value, name) && isNumber(value[name]));
    if (numbers.length === 0) return row;
    const fields = Object.entries(value).map(([name, cell]) => [
      name,
      numbers.includes(name) ? valueText(cell) : cell,
    ]);
    return { ...row, value: Object.fromEntries(fields) };
  });
}

function isNumber(cell: unknown): boolean {
  return typeof cell === "number" || typeof cell === "bigint" || cell instanceof ExactDecimal;
}

import type { JoinedColumns, TextColumn } from "@imdb/core";
import { either, nested, type OptionRule, optionsOf, rule } from "@imdb/core/options";

/** The rule of a name of a column. */
export const columnName = rule<string>(
  "the name of a column",
  (name) => typeof name === "string" && name !== "",
);

const joinedColumns = optionsOf<JoinedColumns>({
  columns: rule<readonly string[]>(
    "a list of different names of columns",
    (names) =>
      Array.isArray(names) &&
      names.length > 0 &&
      names.every((name) => typeof name === "string" && name !== "") &&
      new Set(names).size === names.length,
  ),
  separator: ["\n", rule<string>("a text", (value) => typeof value === "string")],
});

/** The rule of a {@link TextColumn}. */
export const textColumnRule: OptionRule<TextColumn> = either(columnName, nested(joinedColumns));

/**
 * Joins the texts of several columns into one: the title and the body of a message. A column without a text in a row is
 * left out there. The bundle of a model remembers the columns, so that scoring joins them in the same way. Columns that are to stay
 * separate are attributes.
 *
 * @param separator  What is between two texts. Default: a line break.
 * @throws `INVALID_OPTION`
 * @example
 * joinColumns(["title", "body"]); // => { columns: ["title", "body"], separator: "\n" }
 */
export function joinColumns(columns: readonly string[], separator = "\n"): JoinedColumns {
  return joinedColumns.resolve({ columns, separator }, "joinColumns");
}

/** The names of the columns that a text is read from. */
export function columnsOfText(column: TextColumn): readonly string[] {
  return typeof column === "string" ? [column] : column.columns;
}

/** The columns of a text as messages name them: `"text"`, or `"title", "body"`. */
export function textColumnWords(column: TextColumn): string {
  return columnsOfText(column)
    .map((name) => JSON.stringify(name))
    .join(", ");
}

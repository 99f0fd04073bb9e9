import { oneOf, optionsOf, rule, text } from "@imdb/core/options";
import { formatted } from "./blocks.js";
import { checkEach, checkLength, content, list } from "./checks.js";
import { type Html, type HtmlChild, html } from "./html.js";

/** One column of a {@link table}. */
export interface TableColumn {
  /** Heading of the column. */
  readonly header: HtmlChild;
  /** `number` aligns the cells to the right and formats numbers. Default `text`. */
  readonly kind?: "text" | "number";
}

/** What a {@link table} shows. */
export interface TableContent {
  /** What the rows are. Screen readers read it out. */
  readonly caption: string;
  /** From left to right. The first column has the names of the rows. */
  readonly columns: readonly TableColumn[];
  /** For each row one cell for each column. */
  readonly rows: readonly (readonly HtmlChild[])[];
  /** Text of a table without rows. Default `none`. */
  readonly empty?: string;
}

const columnOptions = optionsOf<TableColumn>({ header: content, kind: ["text", oneOf("text", "number")] });
const tableOptions = optionsOf<TableContent>({
  caption: text,
  columns: list(),
  rows: rule(
    "a list of rows, each a list of cells",
    (value) => Array.isArray(value) && value.every(Array.isArray),
  ),
  empty: ["none", text],
});

/**
 * A table with a caption and row headers. It scrolls sideways on a narrow screen.
 *
 * @throws `INVALID_OPTION`; `SHAPE_MISMATCH` when a row has more or fewer cells than there are columns.
 */
export function table(options: TableContent): Html {
  const { caption, rows, empty, ...given } = tableOptions.resolve(options, "table");
  const columns = checkEach(given.columns, columnOptions, "columns", "table");
  rows.forEach((row, i) => {
    checkLength(`Cells in row ${i} of table "${caption}"`, row, columns.length);
  });
  const head = columns.map(({ header, kind }) => html`<th scope="col" class="${kind}">${header}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((cell, c) => tableCell(cell, c, columns[c]!))}</tr>\n`);
  const none = html`<tr><td colspan="${columns.length}" class="note">${empty}</td></tr>`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.length === 0 ? none : body}</tbody>
</table></div>
`;
}

function tableCell(cell: HtmlChild, index: number, { kind }: Required<TableColumn>): Html {
  const shown = kind === "number" ? formatted(cell) : cell;
  if (index === 0) return html`<th scope="row" class="${kind}">${shown}</th>`;
  return html`<td class="${kind}">${shown}</td>`;
}

import { assertLength } from "./assert-length.js";
import { written } from "./blocks.js";
import { type Html, type HtmlChild, html } from "./html.js";

/** One column of a {@link table}. */
export interface TableColumn {
  /** Stands above the column. */
  readonly header: HtmlChild;
  /** `number` aligns to the right and formats numbers; default `text`. */
  readonly kind?: "text" | "number";
}

/** What a {@link table} shows. */
export interface TableContent {
  /** Says what the rows are; screen readers announce it. */
  readonly caption: string;
  /** From the left; the first one names the rows. */
  readonly columns: readonly TableColumn[];
  /** One cell a column. The first cell names the row. */
  readonly rows: readonly (readonly HtmlChild[])[];
  /** Shown when there are no rows; default `none`. */
  readonly empty?: string;
}

/**
 * A table with a caption and row headers, that scrolls in itself where the screen is narrower.
 *
 * @throws `SHAPE_MISMATCH` when a row has more or fewer cells than there are columns.
 */
export function table({ caption, columns, rows, empty = "none" }: TableContent): Html {
  rows.forEach((row, i) => {
    assertLength(`Cells in row ${i} of table "${caption}"`, row, columns.length);
  });
  const head = columns.map(
    ({ header, kind }) => html`<th scope="col" class="${kind ?? "text"}">${header}</th>`,
  );
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

function tableCell(cell: HtmlChild, index: number, { kind = "text" }: TableColumn): Html {
  const shown = kind === "number" ? written(cell) : cell;
  if (index === 0) return html`<th scope="row" class="${kind}">${shown}</th>`;
  return html`<td class="${kind}">${shown}</td>`;
}

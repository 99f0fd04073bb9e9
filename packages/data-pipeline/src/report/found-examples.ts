import type { Example } from "@imdb/core";
import { type Html, html } from "@imdb/report";
import { rowJson } from "@imdb/rows";
import type { Dataset } from "../dataset/dataset.js";
import { placeIn } from "../dataset/example-places.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import { placeWords } from "../sources/place-words.js";

/** The longest part of a text that a table shows, in UTF-16 code units. */
const LENGTH = 120;

/** Shows what a check gives as examples: ids, pairs of ids as `a = b`, and names of groups. */
export type ShowFound = (found: string) => Html;

/** Makes a function that shows documents and invalid rows by their places and texts. What is neither is shown as it is. */
export function foundIn(
  dataset: Dataset,
  parts: readonly (readonly [string, readonly Example[]])[],
): ShowFound {
  const lines = new Map<string, () => string>();
  for (const row of dataset.quarantined) {
    lines.set(row.id ?? placeWords(row), () => withText(placeOfRow(dataset, row), textOfRow(row)));
  }
  for (const [, examples] of parts) {
    for (const example of examples) lines.set(example.id, () => documentLine(dataset, example));
  }
  return (found) => {
    const ids = lines.has(found) ? [found] : (pairOf(found, lines) ?? []);
    if (ids.length === 0) return html`<p>${found}</p>`;
    return html`${ids.map((id) => html`<p title="${id}">${lines.get(id)!()}</p>`)}`;
  };
}

/** A text as tables show it: its beginning. */
export function excerpt(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH).trimEnd()}…` : text;
}

/** The place of a document in words; its id where the place is not known. */
export function placeOrId(dataset: Dataset, id: string): string {
  const place = placeIn(dataset, id);
  return place === undefined ? id : placeWords(place);
}

/** Where a row was read; a document that was removed to repair a leak has the place of the document. */
export function placeOfRow(dataset: Dataset, row: InvalidRow): string {
  if (row.row !== undefined || row.id === undefined) return placeWords(row);
  return placeOrId(dataset, row.id);
}

/** A row as it was read: its text, where it has one. */
export function textOfRow({ raw = null }: InvalidRow): string {
  if (typeof raw === "string") return raw;
  const { text } = Object(raw) as { readonly text?: unknown };
  return typeof text === "string" ? text : rowJson(raw);
}

function pairOf(found: string, known: ReadonlyMap<string, unknown>): [string, string] | undefined {
  const sign = " = ";
  for (let at = found.indexOf(sign); at >= 0; at = found.indexOf(sign, at + 1)) {
    const pair: [string, string] = [found.slice(0, at), found.slice(at + sign.length)];
    if (pair.every((id) => known.has(id))) return pair;
  }
  return undefined;
}

function documentLine(dataset: Dataset, { id, label, text }: Example): string {
  const about = label === undefined ? placeOrId(dataset, id) : `${placeOrId(dataset, id)}, ${label}`;
  return withText(about, text);
}

function withText(about: string, text: string): string {
  return text.trim() === "" ? about : `${about}: ${excerpt(text)}`;
}

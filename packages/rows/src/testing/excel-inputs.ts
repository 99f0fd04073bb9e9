import { workbookOf, zipOf } from "./zip-of.js";

const FIRST = '<row r="1"><c r="A1" t="str"><v>text</v></c></row>';
const MOST_ENTRIES = 65_535;

/** Hostile texts of the rows of a sheet, of about so many bytes. */
export const SHEETS: Readonly<Record<string, (bytes: number) => string>> = {
  "short cells": (n) => rows(n / 60, (row) => `<row r="${row}"><c r="A${row}" t="str"><v>a</v></c></row>`),
  "cells without places": (n) =>
    FIRST + row("<c><v>1</v></c>", Math.min(n, 200_000)).repeat(Math.ceil(n / 200_000)),
  "empty rows": (n) => FIRST + "<row/>".repeat(n / 6),
  "> in attributes": (n) => FIRST + row(`<d x=">" y='>"<'/>`, n),
  "a long attribute": (n) =>
    `${FIRST}${`<d x="${">".repeat(Math.min(n, 400_000))}"/>`.repeat(Math.ceil(n / 400_000))}`,
  comments: (n) => FIRST + row("<!-- < -->", n),
  "a comment that does not end": (n) => `${FIRST}<!--${"-".repeat(n)}`,
  "CDATA in a cell": (n) => `${FIRST}<row><c t="str"><v>${"<![CDATA[<&]]>".repeat(n / 14)}</v></c></row>`,
  "one long text": (n) => `${FIRST}<row><c t="str"><v>${"a".repeat(n)}</v></c></row>`,
  "deep tags": (n) => FIRST + "<d>".repeat(n / 3),
  "long numbers": (n) => rows(n / 1_000, () => `<row><c><v>${"7".repeat(950)}</v></c></row>`),
};

/** Hostile workbooks of about so many bytes. */
export const WORKBOOKS: Readonly<Record<string, (bytes: number) => Uint8Array>> = {
  ...Object.fromEntries(
    Object.entries(SHEETS).map(([name, make]) => [name, (n: number) => zipOf(stored(workbookOf(make(n))))]),
  ),
  "one shared string again": (n) =>
    zipOf(workbookOf(sharedRows(n / 60), `<si><t>${"x".repeat(100)}</t></si>`)),
  "many shared strings": (n) => zipOf(workbookOf(FIRST, "<si><t>x</t></si>".repeat(n / 17))),
  "many files": (n) => zipOf([...workbookOf(FIRST), ...entries(n / 100)]),
  "what is no workbook": (n) => zipOf([{ name: "a", content: new Uint8Array(n) }]),
  zeros: (n) => Buffer.concat([Buffer.from("PK\x03\x04"), new Uint8Array(n)]),
};

/** Entries of a directory, with names of their own, all of the first file of the archive. */
export function entries(count: number) {
  return Array.from({ length: Math.min(count, MOST_ENTRIES - 10) }, (_, i) => ({ name: `a${i}`, at: 0 }));
}

/** Without packing: an input is as large as it says. */
function stored(files: ReturnType<typeof workbookOf>) {
  return files.map((file) => ({ ...file, method: 0 }));
}

function row(cell: string, bytes: number): string {
  return `<row>${cell.repeat(Math.max(1, bytes / cell.length))}</row>`;
}

function rows(count: number, rowOf: (row: number) => string): string {
  return FIRST + Array.from({ length: count }, (_, i) => rowOf(i + 2)).join("");
}

function sharedRows(count: number): string {
  return rows(count, (row) => `<row r="${row}"><c r="A${row}" t="s"><v>0</v></c></row>`);
}

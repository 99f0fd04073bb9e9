import type { ReadRow } from "../bytes/row.js";
import {
  badRow,
  byteOfFile,
  createRowReader,
  type HeldRow,
  RowBuffer,
  type RowReader,
  type RowStart,
} from "../bytes/row-buffer.js";
import { decodeUtf8, firstInvalidByte } from "../bytes/text.js";
import { shownName } from "../shown-names.js";
import type { CsvLayout, CsvMarks } from "./dialect.js";
import { csvFinder } from "./find-row.js";
import { CsvScanner } from "./scanner.js";

/** A reader of rows, each as an object of texts by the columns of the layout. Columns without a name are left out. */
export function csvReader(layout: CsvLayout, from?: RowStart): RowReader {
  const scanner = new CsvScanner(layout);
  const setField = layout.header.includes("__proto__") ? defineField : assignField;
  return createRowReader(new RowBuffer(csvFinder(scanner), from), (held) =>
    readRow(held, scanner, layout, setField),
  );
}

/** The row that the scanner holds; `undefined` for an empty line. */
function readRow(
  held: HeldRow,
  scanner: CsvScanner,
  layout: CsvLayout,
  setField: SetField,
): ReadRow | undefined {
  const { bytes, row, line, fault } = held;
  if (fault === "ROW_TOO_LONG") return badRow(held, { fault, problem: "it is longer than 16 MiB" });
  if (fault !== undefined) return badRow(held, { fault, problem: "its quotes do not match" });
  if (isBlank(held)) return undefined;
  const { count } = scanner;
  const { header } = layout;
  if (count !== header.length) {
    const fields = fieldsOf(scanner, bytes, layout);
    const problem = `it has ${count} fields, the header has ${header.length}`;
    return badRow(held, { fault: "WRONG_FIELD_COUNT", problem, ...(fields ? { fields } : {}) });
  }
  const value: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const text = fieldText(scanner, bytes, i, layout);
    const column = header[i]!;
    if (text === undefined) {
      const start = scanner.starts[i]!;
      const at = firstInvalidByte(bytes.subarray(start, scanner.ends[i]));
      const problem = `${shownName(column)}: byte ${at} of the field is not UTF-8`;
      return badRow(held, { fault: "INVALID_UTF8", problem, column, byte: byteOfFile(held, start + at) });
    }
    if (column !== "") setField(value, column, text);
  }
  return { row, line, value };
}

/** Whether a row is an empty line. One with a fault has at least a byte. */
export function isBlank({ start, end }: HeldRow): boolean {
  return start === end;
}

/** The fields of the scanned record, or `undefined` when they are not UTF-8. */
export function fieldsOf(scanner: CsvScanner, bytes: Uint8Array, marks: CsvMarks): string[] | undefined {
  const fields: string[] = [];
  for (let i = 0; i < scanner.count; i++) {
    const text = fieldText(scanner, bytes, i, marks);
    if (text === undefined) return undefined;
    fields.push(text);
  }
  return fields;
}

function fieldText(scanner: CsvScanner, bytes: Uint8Array, i: number, marks: CsvMarks): string | undefined {
  const start = scanner.starts[i]!;
  const text = decodeUtf8(bytes.subarray(start, scanner.ends[i]));
  if (!scanner.escaped[i] || text === undefined) return text;
  const { quote, escapeChar } = marks;
  if (escapeChar === "") return text.replaceAll(quote + quote, quote);
  const isQuoted = quote !== "" && bytes[start - 1] === quote.charCodeAt(0);
  return withoutEscapes(text, escapeChar, isQuoted ? quote : "");
}

/** The text with each escape replaced by the character after it, and in quotes each doubled quote by one. */
function withoutEscapes(text: string, escapeChar: string, quote: string): string {
  let plain = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const isDoubled = text[at] === quote && text[at + 1] === quote;
    if (text[at] !== escapeChar && !isDoubled) continue;
    plain += text.slice(from, at);
    from = ++at;
  }
  return plain + text.slice(from);
}

type SetField = (record: Record<string, unknown>, name: string, value: unknown) => void;

const assignField: SetField = (record, name, value) => {
  record[name] = value;
};

/** Sets a field of any name, `__proto__` too: an assignment would set the prototype. */
const defineField: SetField = (record, name, value) => {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
};

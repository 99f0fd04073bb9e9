import type { BadRow, ReadRow } from "../bytes/row.js";
import {
  createRowBuffer,
  createRowReader,
  type HeldRow,
  type RowReader,
  type RowStart,
} from "../bytes/row-buffer.js";
import { decodeUtf8, firstInvalidByte } from "../bytes/text.js";
import type { CsvLayout } from "./dialect.js";
import { csvFinder } from "./find-row.js";
import { type CsvScanner, createCsvScanner } from "./scan.js";

/** A reader of the rows behind a header, each as an object of texts. A column without a name is passed over. */
export function csvReader(layout: CsvLayout, from?: RowStart): RowReader {
  const scanner = createCsvScanner(layout);
  const { header } = layout;
  const set = header.includes("__proto__") ? define : assign;

  function read(held: HeldRow): ReadRow | undefined {
    const { bytes, start, end, row, line, fault } = held;
    const bad = (more: Pick<BadRow, "fault" | "problem" | "column" | "fields">): BadRow => {
      return { row, line, ...more, raw: bytes.slice(start, end) };
    };
    if (fault === "ROW_TOO_LONG") return bad({ fault, problem: "it is longer than 16 MiB" });
    if (fault !== undefined) return bad({ fault, problem: "its quotes do not match" });
    if (isBlank(held)) return undefined;
    const { count } = scanner;
    if (count !== header.length) {
      const fields = fieldsOf(scanner, bytes, layout.quote);
      const problem = `it has ${count} fields, the header has ${header.length}`;
      return bad({ fault: "WRONG_FIELD_COUNT", problem, ...(fields ? { fields } : {}) });
    }
    const value: Record<string, unknown> = {};
    for (let i = 0; i < count; i++) {
      const text = fieldText(scanner, bytes, i, layout.quote);
      const column = header[i]!;
      if (text === undefined) {
        const at = firstInvalidByte(bytes.subarray(scanner.starts[i], scanner.ends[i]));
        const problem = `${column}: byte ${at} of the field is not UTF-8`;
        return bad({ fault: "INVALID_UTF8", problem, column });
      }
      if (column !== "") set(value, column, text);
    }
    return { row, line, value };
  }

  return createRowReader(createRowBuffer(csvFinder(scanner), from), read);
}

/** Whether a row has no byte. */
export function isBlank({ start, end, fault }: HeldRow): boolean {
  return start === end && fault === undefined;
}

/** The fields of the scanned record, or `undefined` when they are not UTF-8. */
export function fieldsOf(scanner: CsvScanner, bytes: Uint8Array, quote: string): string[] | undefined {
  const fields: string[] = [];
  for (let i = 0; i < scanner.count; i++) {
    const text = fieldText(scanner, bytes, i, quote);
    if (text === undefined) return undefined;
    fields.push(text);
  }
  return fields;
}

function fieldText(scanner: CsvScanner, bytes: Uint8Array, i: number, quote: string): string | undefined {
  const text = decodeUtf8(bytes.subarray(scanner.starts[i], scanner.ends[i]));
  return scanner.doubled[i] ? text?.replaceAll(quote + quote, quote) : text;
}

type SetField = (record: Record<string, unknown>, name: string, value: unknown) => void;

const assign: SetField = (record, name, value) => {
  record[name] = value;
};

/** Keeps a name like `__proto__` a name. */
const define: SetField = (record, name, value) => {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
};

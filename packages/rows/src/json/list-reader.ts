import type { ReadRow } from "../bytes/row.js";
import { FIRST_ROW, type HeldRow, RowBuffer, type RowReader } from "../bytes/row-buffer.js";
import { UnreadableFile } from "../errors.js";
import { readJsonRow } from "./lines-reader.js";
import { ListFinder } from "./list-finder.js";

const MARK = [0xef, 0xbb, 0xbf];
const OPEN = 0x5b;
const LF = 0x0a;
const MISSING = "an element is missing between two commas or at the end of the list";
const WHITE_SPACE = [0x20, 0x09, LF, 0x0d];

/**
 * A reader of a JSON file that is one list: each of its elements is a row, with the line that the element begins in.
 * Reads in bounded memory.
 *
 * @param file  The name of the file, for errors.
 * @throws `UNREADABLE_FILE` from `push` and `end` when the file does not begin with a list
 */
export function jsonListReader(file: string): RowReader {
  const list = new ListFinder();
  let buffer: RowBuffer | undefined;
  let line = 1;
  /** The number of the last element. */
  let lastRow = 0;
  /** How many bytes of a byte order mark were passed; all of them where none can follow. */
  let mark = 0;

  /** Passes over a byte order mark and white space up to the list. */
  function begin(chunk: Uint8Array): void {
    for (const [at, byte] of chunk.entries()) {
      if (byte === MARK[mark]) mark++;
      else if (mark % MARK.length !== 0) throw notAList(file);
      else {
        mark = MARK.length;
        if (byte === OPEN) {
          beginList(chunk.subarray(at + 1));
          return;
        }
        if (byte === LF) line++;
        if (!WHITE_SPACE.includes(byte)) throw notAList(file);
      }
    }
  }

  function beginList(rest: Uint8Array): void {
    buffer = new RowBuffer(list.find, { ...FIRST_ROW, line });
    buffer.push(rest);
  }

  function rows(): ReadRow[] {
    const read: ReadRow[] = [];
    for (let held = buffer?.next(); held !== undefined; held = buffer!.next()) {
      const row =
        readJsonRow({ ...held, row: lastRow + 1, line: held.line + leadingLines(held) }) ??
        (list.hasEmptyElement ? invalid(lastRow + 1, held.line, MISSING) : undefined);
      if (row === undefined) continue;
      read.push(row);
      lastRow = row.row;
    }
    return read;
  }

  return {
    push(chunk) {
      if (buffer === undefined) begin(chunk);
      else buffer.push(chunk);
      return rows();
    },
    end() {
      if (buffer === undefined) throw notAList(file);
      buffer.end();
      const last = rows();
      if (!list.isClosed) {
        last.push(invalid(lastRow + 1, buffer.line, "the list does not end: the file is cut"));
      }
      return last;
    },
  };
}

/** The line breaks before the element. */
function leadingLines({ bytes, start, end }: HeldRow): number {
  let lines = 0;
  for (let at = start; at < end && WHITE_SPACE.includes(bytes[at]!); at++) if (bytes[at] === LF) lines++;
  return lines;
}

function invalid(row: number, line: number, problem: string): ReadRow {
  return { row, line, fault: "INVALID_JSON", problem, raw: new Uint8Array() };
}

function notAList(file: string): Error {
  return UnreadableFile.create({
    file,
    format: "JSON",
    problem:
      "it is not a list of objects. One object a line is JSON Lines: name it .jsonl, or use readJsonl; pandas writes a list with orient='records'",
  });
}

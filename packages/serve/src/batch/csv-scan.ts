/**
 * Finds CSV records and fields in bytes (RFC 4180). Fields are searched with `indexOf`, which runs natively,
 * so that a long text costs little; a general parser looks at every character in JavaScript.
 */
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Start and end of a field's content, and whether it was quoted and holds doubled quotes. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly doubled: boolean;
}

/** One record: where it ends (past its line break), and its fields. */
export interface CsvRecord {
  readonly end: number;
  readonly fields: readonly Field[];
  /** What is wrong with its quotes, if anything. */
  readonly problem: string | undefined;
}

/**
 * Reads the record that starts at `at`.
 *
 * @returns `undefined` when the bytes end inside it and `atEnd` is not `"end"`: more must be read first.
 */
export function readRecord(
  bytes: Buffer,
  at: number,
  delimiter: number,
  what: "more" | "end",
): CsvRecord | undefined {
  const fields: Field[] = [];
  let problem: string | undefined;
  let start = at;
  for (;;) {
    let end: number;
    let doubled = false;
    let contentStart = start;
    let contentEnd: number;
    if (bytes[start] === QUOTE) {
      contentStart = start + 1;
      let close = bytes.indexOf(QUOTE, contentStart);
      while (close >= 0 && bytes[close + 1] === QUOTE) {
        doubled = true;
        close = bytes.indexOf(QUOTE, close + 2);
      }
      if (close < 0) {
        if (what === "more") return undefined;
        return { end: bytes.length, fields, problem: "a quoted field is not closed" };
      }
      // The byte after a closing quote at the very end decides whether it closes.
      if (close + 1 >= bytes.length && what === "more") return undefined;
      contentEnd = close;
      end = close + 1;
      if (end < bytes.length && !endsField(bytes, end, delimiter)) {
        problem ??= "text follows a closing quote";
        end = fieldEnd(bytes, end, delimiter);
      }
    } else {
      end = fieldEnd(bytes, start, delimiter);
      contentEnd = end;
    }
    if (end >= bytes.length && what === "more") return undefined;
    if (bytes[end] === NEWLINE || end >= bytes.length) {
      // A return before the line break belongs to the break.
      if (contentEnd === end && contentEnd > contentStart && bytes[end - 1] === RETURN) contentEnd--;
      fields.push({ start: contentStart, end: contentEnd, doubled });
      return { end: Math.min(end + 1, bytes.length), fields, problem };
    }
    fields.push({ start: contentStart, end: contentEnd, doubled });
    // After a quoted last field the return stands between the quote and the line break.
    if (bytes[end] === RETURN && bytes[end + 1] === NEWLINE) return { end: end + 2, fields, problem };
    if (bytes[end] === RETURN && end + 1 >= bytes.length) {
      return what === "more" ? undefined : { end: bytes.length, fields, problem };
    }
    start = end + 1;
  }
}

function endsField(bytes: Buffer, at: number, delimiter: number): boolean {
  const byte = bytes[at];
  if (byte === delimiter || byte === NEWLINE) return true;
  return byte === RETURN && (at + 1 >= bytes.length || bytes[at + 1] === NEWLINE);
}

/** The next delimiter or line break from `at`, or the end. */
function fieldEnd(bytes: Buffer, at: number, delimiter: number): number {
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === delimiter || byte === NEWLINE) return i;
  }
  return bytes.length;
}

const STRING = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const LIST_END = 0x5d;
const RECORD = 0x7b;
const RECORD_END = 0x7d;

/** What {@link scanJson} meets. Each function may return `false` to end the scan. */
export interface JsonVisitor {
  /** A list or an object begins. @param depth  Of it: 1 for the outermost. */
  open?(depth: number): boolean;
  /** A further member of a list or an object. @param members  How many it has by now; @param depth  Of it. */
  comma?(members: number, depth: number): boolean;
  /** A name of an object. @param name  As it is written, without its quotes. */
  name?(name: string, depth: number): boolean;
}

/**
 * Meets the lists, objects and names of a JSON text without parsing it: in one pass, with memory for the depth only. It
 * does not check the syntax; what is not JSON is for the parser to refuse.
 */
export function scanJson(text: string, visitor: JsonVisitor): void {
  const members: number[] = [];
  let stringAt = 0;
  let stringEnd = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === STRING) {
      stringAt = i + 1;
      i = endOfJsonString(text, stringAt);
      stringEnd = i;
    } else if (unit === LIST || unit === RECORD) {
      members.push(1);
      if (visitor.open?.(members.length) === false) return;
    } else if (unit === LIST_END || unit === RECORD_END) members.pop();
    else if (unit === COMMA && members.length > 0) {
      const count = members[members.length - 1]! + 1;
      members[members.length - 1] = count;
      if (visitor.comma?.(count, members.length) === false) return;
    } else if (unit === COLON && visitor.name !== undefined) {
      if (visitor.name(text.slice(stringAt, stringEnd), members.length) === false) return;
    }
  }
}

/**
 * The place of the quote that ends a string of a JSON text, or the end of the text.
 *
 * @param from  The place after the quote that begins it.
 */
export function endOfJsonString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (end - 1 - backslashes >= from && text.charCodeAt(end - 1 - backslashes) === BACKSLASH)
      backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

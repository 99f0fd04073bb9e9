import { checkOption } from "@imdb/core/options";
import { InvalidEncoding } from "../errors.js";
import { markedEncoding, markedUtf32, namedEncodingRule, standardName } from "./encoding.js";
import { decodeUtf8, firstInvalidByte } from "./text.js";

const utf8 = new TextEncoder();

/**
 * Turns the bytes of a file in some encoding into UTF-8, chunk by chunk. The result does not depend on where the file is
 * cut. A byte order mark is left out. Holds a chunk at most.
 */
export class Transcoder {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private readonly file: string;
  private readonly encoding: string;
  private readonly lines = new LineCounter();
  /** The number of bytes so far. */
  private byte = 0;
  /** The last bytes so far, from the start of a character on: a character may go on in the next chunk. */
  private tail: Uint8Array = new Uint8Array(0);

  /**
   * @param file      The name of the file, for errors.
   * @param encoding  Its name in the WHATWG standard, in lower case.
   */
  constructor(file: string, encoding: string) {
    this.file = file;
    this.encoding = encoding;
    this.decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** The UTF-8 of the characters that are complete by now. @throws `INVALID_ENCODING` */
  push(chunk: Uint8Array): Uint8Array {
    return this.decoded(chunk, true);
  }

  /** The rest. @throws `INVALID_ENCODING` for a last character that is cut */
  end(): Uint8Array {
    return this.decoded(new Uint8Array(0), false);
  }

  private decoded(chunk: Uint8Array, stream: boolean): Uint8Array {
    let text: string;
    try {
      text = this.decoder.decode(chunk, { stream });
    } catch (cause) {
      throw this.failure(chunk, cause);
    }
    this.lines.add(text);
    this.byte += chunk.length;
    this.tail = this.tailAfter(chunk);
    return utf8.encode(this.encoding === "windows-1252" ? withStandardMarks(text) : text);
  }

  private failure(chunk: Uint8Array, cause: unknown): Error {
    const { file, encoding, tail } = this;
    const bytes = joined(tail, chunk);
    const at = firstInvalidByte(bytes, encoding);
    const decode = (part: Uint8Array) => new TextDecoder(encoding).decode(part, { stream: true });
    this.lines.add(decode(bytes.subarray(0, at)).slice(decode(tail).length));
    const place = { byte: this.byte - tail.length + at, line: this.lines.line };
    return InvalidEncoding.create({ file, encoding, ...place, value: bytes[at] ?? 0 }, { cause });
  }

  /** What an error needs of the bytes so far to find the start of a character. */
  private tailAfter(chunk: Uint8Array): Uint8Array {
    const bytes = chunk.length < MAX_TAIL ? joined(this.tail, chunk) : chunk;
    const start = this.encoding.startsWith("utf-16")
      ? unitStart(bytes, this.byte, this.encoding)
      : afterLastSign(bytes);
    // A copy: the chunk may be used again.
    return new Uint8Array(bytes.subarray(start));
  }
}

/**
 * The text of a small file without its byte order mark, which decides; `undefined` when it is not of its encoding.
 *
 * @param encoding  The name of an encoding.
 * @throws `INVALID_OPTION` for one that the runtime does not know
 */
export function decodeText(bytes: Uint8Array, encoding: string): string | undefined {
  // Most texts: without a look at the name.
  const named =
    encoding === "utf-8" ? encoding : standardName(checkOption("encoding", encoding, namedEncodingRule))!;
  if (markedUtf32(bytes) !== undefined) return undefined;
  const name = markedEncoding(bytes) ?? named;
  if (name === "utf-8") return decodeUtf8(bytes)?.replace(/^\ufeff/, "");
  try {
    const text = new TextDecoder(name, { fatal: true }).decode(bytes);
    return name === "windows-1252" ? withStandardMarks(text) : text;
  } catch {
    return undefined;
  }
}

const MAX_TAIL = 4096;

/** Behind the last byte below 0x30: in none of the encodings is it part of a longer character. */
function afterLastSign(bytes: Uint8Array): number {
  const least = Math.max(0, bytes.length - MAX_TAIL);
  let at = bytes.length;
  while (at > least && bytes[at - 1]! >= 0x30) at--;
  return at;
}

/** The start of the last whole character or two of UTF-16. @param end  The number of bytes of the file up to here. */
function unitStart(bytes: Uint8Array, end: number, encoding: string): number {
  const start = Math.max(0, bytes.length - 4 - (end % 2));
  const high = bytes[start + (encoding === "utf-16le" ? 1 : 0)] ?? 0;
  return high >= 0xdc && high <= 0xdf ? Math.min(start + 2, bytes.length) : start;
}

/** Counts lines, which end with LF, CR or CRLF. */
class LineCounter {
  /** The number of the present line, from 1. */
  line = 1;
  private isAfterReturn = false;

  add(text: string): void {
    if (text === "") return;
    for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) this.line++;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      const isSecond = at === 0 ? this.isAfterReturn : text[at - 1] === "\r";
      if (!isSecond) this.line++;
    }
    this.isAfterReturn = text.endsWith("\r");
  }
}

/** The characters of 0x80 to 0x9f in windows-1252. Some versions of Node decode them as ISO 8859-1. */
const MARKS =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

function withStandardMarks(text: string): string {
  return text.replaceAll(/[\x80-\x9f]/g, (unit) => MARKS[unit.charCodeAt(0) - 0x80]!);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

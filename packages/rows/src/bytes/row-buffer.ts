import { ByteQueue } from "./byte-queue.js";
import { LineBreaks } from "./line-breaks.js";
import { type BadRow, MAX_ROW_BYTES, type ReadRow, type RowFault } from "./row.js";

/** A row that was found in some bytes; its places are offsets in these bytes. */
export interface FoundRow {
  /** Where its content ends; for a row that is too long, one past its limit. */
  readonly end: number;
  /** Where the next row begins; `undefined` while it is not known: after the first line break from `end - 1` on. */
  readonly next: number | undefined;
  /** The number of line breaks from its start to `next`; while that is not known, to `end - 1`. */
  readonly lines: number;
  readonly fault: RowFault | undefined;
}

/**
 * Finds the row that starts at an offset; `undefined` when more bytes must come first. The row that is found is the same
 * wherever the file is cut into chunks. When it is found is not: after an `undefined`, it may wait for twice as many
 * bytes. It decides at the latest when it has {@link MAX_ROW_BYTES} of the row and one byte, or the end of the file.
 */
export type FindRow = (
  bytes: Uint8Array,
  offset: number,
  isLast: boolean,
  breaks: LineBreaks,
) => FoundRow | undefined;

/** A row in the bytes that are held, with its place in the file. */
export interface HeldRow {
  /** Valid until the next `push`. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Where the next row begins in these bytes. */
  readonly next: number;
  /** The same as an offset in the file. */
  readonly nextByte: number;
  readonly row: number;
  readonly line: number;
  readonly fault: RowFault | undefined;
}

/** Where reading begins: the next row, its line, and its offset in the file. */
export interface RowStart {
  readonly row: number;
  readonly line: number;
  readonly byte: number;
}

/** Where the rows of a file without a header begin. */
export const FIRST_ROW: RowStart = { row: 1, line: 1, byte: 0 };

/** The beginning of a row that is too long: its end is searched in the next chunks. */
interface EndlessRow {
  readonly bytes: Uint8Array;
  readonly fault: RowFault;
  readonly lines: number;
}

/**
 * Takes the bytes of a file in chunks and returns its rows. Holds at most two rows and one chunk in memory. Of
 * a row that is too long, it holds the first {@link MAX_ROW_BYTES}.
 */
export class RowBuffer {
  private readonly find: FindRow;
  private readonly queue = new ByteQueue();
  private readonly breaks = new LineBreaks();
  private isLast = false;
  private endless: EndlessRow | undefined;
  private row: number;
  private byte: number;
  /** The line of the next row. */
  line: number;

  constructor(find: FindRow, from: RowStart = FIRST_ROW) {
    this.find = find;
    this.row = from.row;
    this.line = from.line;
    this.byte = from.byte;
  }

  /** Adds a chunk, which must not change before the next `push` returns. */
  push(chunk: Uint8Array): void {
    const { queue, breaks } = this;
    if (queue.push(chunk) === "appended") breaks.appendBytes(queue.bytes);
    else breaks.setBytes(queue.bytes);
  }

  /** Must be called when there are no more bytes. */
  end(): void {
    this.isLast = true;
  }

  /** The next row; `undefined` when it needs more bytes, or a call of {@link end}. */
  next(): HeldRow | undefined {
    if (this.endless !== undefined) return this.skipToLineBreak(this.endless);
    const { queue, breaks, isLast } = this;
    if (queue.isEmpty) return undefined;
    const { bytes, offset } = queue;
    const found = this.find(bytes, offset, isLast, breaks);
    if (found === undefined) return undefined;
    const { end, next, lines, fault } = found;
    if (next === undefined) {
      const start = new Uint8Array(bytes.subarray(offset, offset + MAX_ROW_BYTES + 1));
      this.endless = { bytes: start, fault: fault!, lines };
      this.use(end - 1);
      return this.skipToLineBreak(this.endless);
    }
    this.use(next);
    return this.held(bytes, offset, end, next, lines, fault);
  }

  /** Skips the rest of a row that is too long, up to its line break. */
  private skipToLineBreak({ bytes, fault, lines }: EndlessRow): HeldRow | undefined {
    const { queue, breaks, isLast } = this;
    const line = breaks.lineEnd(queue.offset, isLast);
    // A CR at the end of the bytes is not skipped yet: an LF may follow.
    this.use(line?.next ?? Math.min(queue.bytes.length, breaks.next(queue.offset)));
    if (line === undefined) return undefined;
    this.endless = undefined;
    return this.held(bytes, 0, bytes.length, bytes.length, lines + 1, fault);
  }

  /** Moves the start of the next row to an offset in the held bytes. */
  private use(next: number): void {
    this.byte += next - this.queue.offset;
    this.queue.offset = next;
  }

  /** Makes the row that ends at the present offset, and counts its row and lines. */
  private held(
    bytes: Uint8Array,
    start: number,
    end: number,
    next: number,
    lines: number,
    fault: RowFault | undefined,
  ): HeldRow {
    const { row, line, byte } = this;
    this.row++;
    this.line += lines;
    return { bytes, start, end, next, nextByte: byte, row, line, fault };
  }
}

/** Reads the rows of bytes that come in chunks. The rows do not depend on where the bytes are cut. */
export interface RowReader {
  /** Adds a chunk, which must not change before the next `push` returns. Returns the rows that are complete by now. */
  push(chunk: Uint8Array): ReadRow[];
  /** Returns the remaining rows. */
  end(): ReadRow[];
}

/** Makes a reader of the rows of a buffer. `read` returns `undefined` for a row to leave out, such as an empty line. */
export function createRowReader(buffer: RowBuffer, read: (held: HeldRow) => ReadRow | undefined): RowReader {
  return {
    push(chunk) {
      buffer.push(chunk);
      return readHeldRows(buffer, read);
    },
    end() {
      buffer.end();
      return readHeldRows(buffer, read);
    },
  };
}

function readHeldRows(buffer: RowBuffer, read: (held: HeldRow) => ReadRow | undefined): ReadRow[] {
  const rows: ReadRow[] = [];
  for (let held = buffer.next(); held !== undefined; held = buffer.next()) {
    const row = read(held);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** The offset in the file of a byte of the held bytes. */
export function byteOfFile({ next, nextByte }: HeldRow, at: number): number {
  return nextByte - (next - at);
}

/** A bad row with a copy of its bytes. */
export function badRow(
  { bytes, start, end, row, line }: HeldRow,
  about: Pick<BadRow, "fault" | "problem" | "column" | "byte" | "fields">,
): BadRow {
  return { row, line, ...about, raw: new Uint8Array(bytes.subarray(start, end)) };
}

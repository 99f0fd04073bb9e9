const LF = 0x0a;
const CR = 0x0d;

/** Where a line ends, and where the next one begins. */
export interface LineEnd {
  readonly end: number;
  readonly next: number;
}

/**
 * Finds the line breaks CR, LF and CRLF in bytes.
 *
 * The places of the next CR and the next LF are remembered, with where their searches began. So a search from left to right
 * reads each byte only twice: once for CR, once for LF, with the native `indexOf`. One that goes back, as after wrong
 * quotes, does not look again for what is not there.
 */
export class LineBreaks {
  private bytes: Uint8Array = new Uint8Array(0);
  /** The first LF at or after `lfFrom`, and the first CR at or after `crFrom`. */
  private lf = -1;
  private cr = -1;
  private lfFrom = 0;
  private crFrom = 0;

  /** Searches other bytes from now on. */
  setBytes(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.lf = this.cr = -1;
  }

  /** Searches the same bytes, to which others were appended. Bytes that were searched are not searched again. */
  appendBytes(bytes: Uint8Array): void {
    const length = this.bytes.length;
    this.bytes = bytes;
    if (this.lf === Number.POSITIVE_INFINITY) this.lf = this.find(LF, length);
    if (this.cr === Number.POSITIVE_INFINITY) this.cr = this.find(CR, length);
  }

  /** The first CR or LF at or after an offset; `Infinity` when there is none. */
  next(offset: number): number {
    if (this.lf < offset || offset < this.lfFrom) {
      this.lf = this.find(LF, offset);
      this.lfFrom = offset;
    }
    if (this.cr < offset || offset < this.crFrom) {
      this.cr = this.find(CR, offset);
      this.crFrom = offset;
    }
    return this.lf < this.cr ? this.lf : this.cr;
  }

  /** The end of the line that contains an offset; `undefined` while more bytes are needed to tell. */
  lineEnd(offset: number, isLast: boolean): LineEnd | undefined {
    const { length } = this.bytes;
    const end = this.next(offset);
    if (end >= length) return isLast ? { end: length, next: length } : undefined;
    // An LF may follow a CR that is the last byte so far.
    const isOpen = !isLast && this.bytes[end] === CR && end + 1 === length;
    return isOpen ? undefined : { end, next: this.after(end) };
  }

  /** The number of line breaks that begin at or after `start` and before `end`. */
  count(start: number, end: number): number {
    let count = 0;
    for (let at = this.next(start); at < end; at = this.next(this.after(at))) count++;
    return count;
  }

  private find(byte: number, offset: number): number {
    const found = this.bytes.indexOf(byte, offset);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }

  private after(lineBreak: number): number {
    const isCrLf = this.bytes[lineBreak] === CR && this.bytes[lineBreak + 1] === LF;
    return isCrLf ? lineBreak + 2 : lineBreak + 1;
  }
}

/**
 * Splits a file that is read block by block into lines, which end at LF. It holds at most one line and one block.
 *
 * @param limit  The greatest length of a line, in bytes.
 */
export function lineSplitter(limit: number) {
  let parts: Buffer[] = [];
  let held = 0;
  let line = 1;

  /** Adds bytes of the line that has not ended. */
  function hold(bytes: Buffer): void {
    held += bytes.length;
    if (held > limit) throw new Error(`line ${line} has over ${limit} bytes`);
    parts.push(bytes);
  }

  function take(): string {
    const text = (parts.length === 1 ? parts[0]! : Buffer.concat(parts)).toString("utf8");
    parts = [];
    held = 0;
    line += 1;
    return text;
  }

  return {
    /** The lines that end in a block. Throws for a line that is longer than the limit, also before its end is read. */
    split(block: Buffer): string[] {
      const lines: string[] = [];
      let start = 0;
      for (let end = block.indexOf(0x0a); end >= 0; end = block.indexOf(0x0a, start)) {
        hold(block.subarray(start, end));
        lines.push(take());
        start = end + 1;
      }
      if (start < block.length) hold(block.subarray(start));
      return lines;
    },
    /** A last line without a line end; "" when there is none. */
    rest: take,
  };
}

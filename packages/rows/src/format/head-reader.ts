import { ByteQueue } from "../bytes/byte-queue.js";
import type { CsvDialect } from "../csv/dialect.js";
import { type FileHead, readHead } from "./line-format.js";

/** Reads the beginning of a file of lines that comes in chunks. Throws what `readHead` throws. */
export class HeadReader {
  private readonly queue = new ByteQueue();
  private readonly read: (bytes: Uint8Array, isLast: boolean) => FileHead | undefined;
  private tried = 0;

  /**
   * @param file     The name of the file, for errors; `.tsv` has tabs.
   * @param columns  The columns that are asked for. Default: all.
   */
  constructor(file: string, format: "csv" | "jsonl", dialect: CsvDialect, columns?: readonly string[]) {
    this.read = (bytes, isLast) => readHead(file, format, bytes, isLast, dialect, columns);
  }

  /** All bytes so far. */
  get bytes(): Uint8Array {
    return this.queue.bytes;
  }

  /** Adds a chunk. Returns the head once it is complete. After a failed try it waits until the bytes have doubled. */
  push(chunk: Uint8Array): FileHead | undefined {
    this.queue.push(chunk);
    const { length } = this.bytes;
    if (length < 2 * this.tried) return undefined;
    this.tried = length;
    return this.read(this.bytes, false);
  }

  /** The head of a file that is complete. */
  end(): FileHead {
    return this.read(this.bytes, true)!;
  }
}

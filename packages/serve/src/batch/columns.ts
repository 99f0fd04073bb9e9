import { InvalidBatch } from "../errors.js";
import type { Block, Job } from "./job.js";
import type { Columns } from "./row.js";

/** An opened input: how its blocks are read, and the blocks from a place on. */
export interface BatchInput {
  readonly reading: Job["input"];
  /** Where a new batch begins. */
  readonly start: number;
  /** What `next` of a block counts up to: bytes or rows. */
  readonly total: number;
  readonly unit: "bytes" | "rows";
  readonly columns: Columns;
  /** Identifies the file: its size and time of change. */
  readonly fingerprint: string;
  blocks(from: { readonly next: number; readonly row: number }, blockSize: number): AsyncIterable<Block>;
  close(): Promise<void>;
}

/** Columns as a caller names them; what is left out is looked for. */
export interface ColumnOptions {
  readonly textColumn: string | undefined;
  readonly idColumn: string | undefined;
  readonly keep: readonly string[];
  readonly maxTextLength: number;
}

const TEXT_NAMES = ["text", "review", "sentence", "document", "content"];

/** Which columns of a header to use. @throws `INVALID_BATCH` when a named or needed one is missing. */
export function chooseColumns(
  path: string,
  header: readonly string[],
  { textColumn, idColumn, keep, maxTextLength }: ColumnOptions,
): Columns {
  const text = textColumn ?? TEXT_NAMES.find((name) => header.includes(name));
  const named = [text, idColumn, ...keep].filter((name) => name !== undefined);
  const missing = text === undefined ? "text" : named.find((name) => !header.includes(name));
  if (text === undefined || missing !== undefined) {
    const remedy = `Name one of its columns: ${header.slice(0, 20).join(", ")}.`;
    throw InvalidBatch.create({ path, problem: `it has no column ${missing}`, remedy });
  }
  const id = idColumn ?? (header.includes("id") ? "id" : null);
  return { text, id, keep, maxTextLength };
}

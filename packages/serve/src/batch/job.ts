import type { LineFormat, RowStart } from "@imdb/rows";
import type { Checkpoint } from "./checkpoint.js";
import type { Columns } from "./columns.js";
import type { BatchRow } from "./score-row.js";

/** Formats that are written row by row. Parquet is written from JSON Lines when all rows are scored. */
export type RowFormat = "csv" | "jsonl";

/** How the blocks of a batch are scored. It is plain data, which can be sent to a thread. */
export interface Job {
  readonly columns: Columns;
  /** How the bytes of a block are read; `null`: blocks hold rows that are already read. */
  readonly input: LineFormat | null;
  readonly output: RowFormat;
  /** The model's labels, in the order of the output's columns. */
  readonly labels: readonly string[];
  /** Whether the model may abstain: the output has a column for it then. */
  readonly abstains: boolean;
}

/** A part of the input that one thread scores at once. */
export interface Block {
  /** Where its first row begins. */
  readonly from: RowStart;
  /** The number of rows in it, empty lines and bad rows included. */
  readonly rows: number;
  /** Where reading continues after the block. */
  readonly next: RowStart;
  readonly content: Uint8Array | readonly BatchRow[];
}

/** The output of a block. */
export interface ScoredBlock {
  readonly output: Uint8Array;
  readonly quarantine: Uint8Array;
  readonly tally: Tally;
}

/** Counts that are summed over blocks. */
export type Tally = Checkpoint["tally"];

/** The tally before the first block. */
export const EMPTY_TALLY: Tally = {
  scored: 0,
  quarantined: 0,
  blank: 0,
  abstained: 0,
  labels: {},
  reasons: {},
  modelSeconds: 0,
};

/** Sums two tallies. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    scored: a.scored + b.scored,
    quarantined: a.quarantined + b.quarantined,
    blank: a.blank + b.blank,
    abstained: a.abstained + b.abstained,
    labels: addCounts(a.labels, b.labels),
    reasons: addCounts(a.reasons, b.reasons),
    modelSeconds: a.modelSeconds + b.modelSeconds,
  };
}

function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sum.set(name, (sum.get(name) ?? 0) + count);
  return Object.fromEntries(sum);
}

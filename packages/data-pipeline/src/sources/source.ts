import { type Example, type RowsReading, type RunOptions, throwIfCancelled } from "@imdb/core";
import { checkRun } from "@imdb/core/options";
import type { FoundEncoding } from "@imdb/rows";
import type { DetectedMarks } from "@imdb/rows/node";
import { InvalidRows } from "../errors.js";
import type { InvalidRow } from "./invalid-row.js";

/** Some rows of a source, in its order: examples and invalid rows. */
export interface Batch<L extends string = string> {
  readonly examples: readonly Example<L>[];
  readonly invalid: readonly InvalidRow[];
  /** Where an example of the batch was read. Left out: the row is counted in all of the source. */
  placeOf?(index: number): ExamplePlace;
  /** The fields of its rows. Left out: not known. */
  readonly fields?: BatchFields;
}

/** The fields of the rows of a batch, and the one that labels are read from. */
export interface BatchFields {
  readonly names: readonly string[];
  readonly label: string;
  /** Whether every row of the source has these fields and no others, as in a file with a header. */
  readonly areAll: boolean;
}

/** Where an example was read: its file, and its row and line there. */
export type ExamplePlace = Pick<InvalidRow, "source" | "row" | "line">;

/** A label of the data, the name that it was given, and the rows that had it. */
export interface NamedLabel {
  readonly from: string;
  readonly to: string;
  readonly rows: number;
}

/** The record of a source in the lineage of a dataset. Contains no folder of this machine. */
export interface SourceRecord {
  /** `aclImdb`, `csv`, `jsonl`, `json`, `parquet`, `excel`, `sql`, `memory`. */
  readonly kind: string;
  /** File name without its folder. */
  readonly name: string;
  /** Where a file elsewhere was read, without query. */
  readonly address?: string;
  readonly bytes?: number;
  /** Of the bytes as they are stored, compressed or not; absent for values in memory. */
  readonly sha256?: string;
  /** The file that was read of a zip archive. */
  readonly entry?: string;
  /** The sheet of an Excel file, as the options name it. */
  readonly sheet?: string | number;
  /** The encoding of a text file: where it is not UTF-8, and where it was guessed. */
  readonly encoding?: FoundEncoding;
  /** How the labels were named, and how many rows each had. Only where the options of the reader name labels. */
  readonly labels?: readonly NamedLabel[];
  /** The delimiter and the quote of a CSV file, where they were detected. */
  readonly detected?: DetectedMarks;
  /** The kind of the database that a query was sent to, the query, and its parameters; a `bigint` as text. */
  readonly database?: string;
  readonly query?: string;
  readonly parameters?: readonly (string | number | boolean | null)[];
}

/**
 * A stream of examples that can be read more than once.
 *
 * When iterated directly, it throws `INVALID_ROWS` at the first row that is not an example. A pipeline reads
 * `batches` instead, and treats such rows as its `onInvalid` says.
 */
export interface Source<L extends string = string> extends AsyncIterable<Example<L>> {
  readonly kind: string;
  /** How its rows are read, for the `trainingData` of a bundle: scoring then reads files in the same way. */
  readonly reading?: RowsReading;
  /**
   * Reads from the start.
   *
   * @param run       Cancellation and progress, in place of those in the options of the reader.
   * @param onRecord  Called with the record of the source, once it is read to the end.
   */
  batches(run?: RunOptions, onRecord?: (record: SourceRecord) => void): AsyncIterable<Batch<L>>;
}

/** Makes a source from a function that reads it. */
export function createSource<L extends string>(
  kind: string,
  defaults: RunOptions,
  read: (run: RunOptions, onRecord: (record: SourceRecord) => void) => AsyncIterable<Batch<L>>,
  reading?: RowsReading,
): Source<L> {
  const batches: Source<L>["batches"] = (run = {}, onRecord = () => {}) =>
    cancellable(read({ ...defaults, ...checkRun(run, "batches") }, onRecord), run.signal ?? defaults.signal);
  return {
    kind,
    ...(reading === undefined ? {} : { reading }),
    batches,
    async *[Symbol.asyncIterator]() {
      for await (const { examples, invalid } of batches()) {
        yield* examples;
        if (invalid.length > 0) throw InvalidRows.create({ count: 1, rows: invalid.slice(0, 1) });
      }
    },
  };
}

/** Whether a value is an object that can be iterated. */
export function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return (
    typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

/** Whether a value is a {@link Source}, and not another iterable. */
export function isSource(value: object): value is Source {
  return "batches" in value && typeof value.batches === "function";
}

async function* cancellable<T>(batches: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncIterable<T> {
  throwIfCancelled(signal, "Reading");
  for await (const batch of batches) {
    yield batch;
    throwIfCancelled(signal, "Reading");
  }
}

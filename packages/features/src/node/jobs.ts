import type { CsrMatrix, EncodedPart, JsonValue } from "@imdb/core";
import type { Counting } from "../engine/counting.js";
import type { Level } from "../engine/level.js";
import type { StreamPart } from "../engine/merge-streams.js";
import type { RankedStream } from "../engine/ranked-stream.js";
import type { TokenRows } from "../engine/token-rows.js";
import type { TokenStream } from "../engine/token-stream.js";

/** What a worker thread can be asked to do. */
export type Job = TokenizeJob | CollectJob | RowsJob | CountJob | TransformJob;

/** Turns documents into token numbers, behind those of the jobs before. Gives how many documents it has by now. */
export interface TokenizeJob {
  readonly job: "tokenize";
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly texts: readonly string[];
  /** How many characters there may be over all jobs. */
  readonly expected: number;
}

/** Gives what all {@link TokenizeJob}s of this thread made, and forgets it. */
export interface CollectJob {
  readonly job: "collect";
}

/** Counts the n-grams that start with some of the tokens; the stream lies in shared memory. */
export interface CountJob {
  readonly job: "count";
  readonly stream: RankedStream;
  readonly counting: Counting;
}

/** Counts the tokens of runs of documents, where no longer n-grams are wanted. */
export interface RowsJob {
  readonly job: "rows";
  readonly stream: TokenStream;
  /** The rank of each token of the stream; see `countTokenRows`. */
  readonly rank: Int32Array;
  readonly ranks: number;
  readonly binary: boolean;
  readonly runs: readonly DocumentRun[];
}

/** The documents `from … to` of a stream. */
export interface DocumentRun {
  readonly from: number;
  readonly to: number;
}

/** Transforms texts with the fitted vectorizer that the thread was started with. */
export interface TransformJob {
  readonly job: "transform";
  readonly texts: readonly string[];
}

/** A fitted vectorizer as it crosses threads: as in a bundle. */
export interface DescribedVectorizer {
  readonly kind: string;
  readonly version: number;
  readonly part: EncodedPart;
}

/** What the jobs give. */
export type Outcome = number | StreamPart | readonly TokenRows[] | readonly Level[] | CsrMatrix;

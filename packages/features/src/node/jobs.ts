import type { CsrMatrix, EncodedPart, JsonValue } from "@imdb/core";
import type { Counting } from "../engine/counting.js";
import type { Level } from "../engine/level.js";
import type { StreamPart } from "../engine/merge-streams.js";
import type { RankedStream } from "../engine/ranked-stream.js";

/** What a worker thread can be asked to do. */
export type Job = TokenizeJob | CountJob | TransformJob;

/** Turns documents into token numbers. */
export interface TokenizeJob {
  readonly job: "tokenize";
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly texts: readonly string[];
}

/** Counts the n-grams that start with some of the tokens; the stream lies in shared memory. */
export interface CountJob {
  readonly job: "count";
  readonly stream: RankedStream;
  readonly counting: Counting;
}

/** Transforms texts with a fitted vectorizer. */
export interface TransformJob {
  readonly job: "transform";
  /** The vectorizer, when the thread is not known to have it. */
  readonly vectorizer: { readonly kind: string; readonly version: number; readonly part: EncodedPart };
  readonly texts: readonly string[];
}

/** What the jobs give. */
export type Outcome = StreamPart | readonly Level[] | CsrMatrix;

import type { CsrMatrix, JsonValue } from "@imdb/core";
import type { TokenTallies } from "../engine/document-counter.js";
import type { TokenArrays } from "../engine/interner.js";
import type { Level } from "../engine/level.js";
import type { StreamPart } from "../engine/merge-streams.js";
import type { Counting } from "../engine/pruning.js";
import type { RankedStream } from "../engine/ranked-stream.js";
import type { Weighting } from "../vectorizers/weighting.js";
import type { SharedTexts, TextRange } from "./shared-texts.js";

/** The jobs of a worker thread in a fit. */
export type FitJob = TakeJob | StreamJob | CountJob | TallyJob | RowsJob;

/** Takes chunks of texts until there are none left, adds them to those of earlier jobs, and returns their ranges. */
export interface TakeJob {
  readonly job: "take";
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly texts: SharedTexts;
  /** Approximate number of characters of all jobs. */
  readonly expected: number;
}

/** Returns the texts that the thread took, as token numbers, and drops the texts. */
export interface StreamJob {
  readonly job: "stream";
}

/** Counts the n-grams whose first token is in a range. The token stream of all texts is in shared memory. */
export interface CountJob {
  readonly job: "count";
  readonly stream: RankedStream;
  readonly counting: Counting;
}

/** When n-grams are single tokens: returns the tokens of the texts that the thread took, with their frequencies. */
export interface TallyJob {
  readonly job: "tally";
}

/** Makes the rows of the texts that the thread took, and drops the texts. */
export interface RowsJob {
  readonly job: "rows";
  /** The column of each token, −1 for those that have none. */
  readonly columns: Int32Array;
  readonly cols: number;
  readonly idf: Float64Array | null;
  readonly weighting: Weighting | null;
}

/** The tokens of some texts, in a form that can be sent to another thread. */
export interface TalliedTokens extends TokenTallies {
  readonly tokens: TokenArrays;
}

/** The results of the jobs. */
export type FitOutcome = readonly TextRange[] | StreamPart | readonly Level[] | TalliedTokens | CsrMatrix;

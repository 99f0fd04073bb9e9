import type { CsrMatrix, JsonValue } from "@imdb/core";
import type { TokenTallies } from "../engine/document-counter.js";
import type { TokenArrays } from "../engine/interner.js";
import type { Level } from "../engine/level.js";
import type { StreamPart } from "../engine/merge-streams.js";
import type { Counting } from "../engine/pruning.js";
import type { RankedStream } from "../engine/ranked-stream.js";
import type { Weighting } from "../vectorizers/weighting.js";
import type { SharedTexts, TextRange } from "./shared-texts.js";

/** What a thread can be asked to do for a fit. */
export type FitJob = TakeJob | StreamJob | CountJob | TallyJob | RowsJob;

/** Takes chunks of texts until there are none, behind those of the jobs before, and gives which it got. */
export interface TakeJob {
  readonly job: "take";
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly texts: SharedTexts;
  /** How many characters there will be over all jobs, about. */
  readonly expected: number;
}

/** Gives the texts taken as token numbers, and forgets them. */
export interface StreamJob {
  readonly job: "stream";
}

/** Counts the n-grams that start with some of the tokens; the stream lies in shared memory. */
export interface CountJob {
  readonly job: "count";
  readonly stream: RankedStream;
  readonly counting: Counting;
}

/** Where n-grams are single tokens: gives the tokens of the texts taken, and how common they are. */
export interface TallyJob {
  readonly job: "tally";
}

/** Makes the rows of the texts taken, and forgets them. */
export interface RowsJob {
  readonly job: "rows";
  /** The column of each token, −1 for those that have none. */
  readonly columns: Int32Array;
  readonly cols: number;
  readonly idf: Float64Array | null;
  readonly weighting: Weighting | null;
}

/** The tokens of some texts, as they cross threads. */
export interface TalliedTokens extends TokenTallies {
  readonly tokens: TokenArrays;
}

/** What the jobs give. */
export type FitOutcome = readonly TextRange[] | StreamPart | readonly Level[] | TalliedTokens | CsrMatrix;

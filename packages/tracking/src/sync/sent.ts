import * as z from "zod";
import { failedRecord } from "./failing-time.js";

const texts = z.record(z.string(), z.string());

const refusedRecord = z.object({
  /** The run that made the record; empty when no run did. */
  runId: z.string(),
  /** Which record it is: `metric loss (step 3)`, `artifact a/b.txt`, `run`, `experiment sentiment`. */
  record: z.string(),
  /** The reason that the other store gave. */
  reason: z.string(),
});
/**
 * A record that the other store refused, or that failed for so long that it was set aside. It stays in the store where
 * it was recorded.
 */
export type RefusedRecord = z.output<typeof refusedRecord>;

/** What of an experiment is known to be on the other store, and what of it was refused. */
export const sentExperiment = z.object({
  /** Its id on the other store; empty while it has no copy there, and for one that was refused. */
  id: z.string(),
  /** The parts that were sent or refused: name → fingerprint of the content. */
  parts: texts.default({}),
  refused: z.array(refusedRecord).default([]),
  /** How each record that waits has failed while the other store answered; see `failing-time.ts`. */
  failures: z.record(z.string(), failedRecord).default({}),
});
export type SentExperiment = z.output<typeof sentExperiment>;

/** What of a run is known to be on the other store, and what of it was refused. */
export const sentRun = sentExperiment.extend({
  /** The `runStamp` of the run when all of it had been sent. */
  stamp: z.string(),
  /** For each file the byte up to which its metrics were sent; see `unsentMetrics`. */
  metrics: z.record(z.string(), z.int().min(0)),
  /** The ids of the logged models' copies, by the ids of the models. */
  models: texts,
});
export type SentRun = z.output<typeof sentRun>;

/** The record of an experiment of which nothing was sent. */
export function nothingSentOfExperiment(): SentExperiment {
  return { id: "", parts: {}, refused: [], failures: {} };
}

/** The record of a run of which nothing was sent. */
export function nothingSent(): SentRun {
  return { ...nothingSentOfExperiment(), stamp: "", metrics: {}, models: {} };
}

/** The tag of a copy whose value names the original: the run or the model version that was copied. */
export const SOURCE_TAG = "imdb.sync.source";

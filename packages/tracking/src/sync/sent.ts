import { z } from "zod";

const texts = z.record(z.string(), z.string());

const refusedRecord = z.object({
  /** Empty for what no run made. */
  runId: z.string(),
  /** Which it is: `metric loss (step 3)`, `artifact a/b.txt`, `run`. */
  record: z.string(),
  /** What the other store said. */
  reason: z.string(),
});
/** A record that the other store does not take. It stays where it was recorded. */
export type RefusedRecord = z.output<typeof refusedRecord>;

/** What of an experiment is on the other store. */
export const sentExperiment = z.object({
  id: z.string(),
  name: z.string(),
  tags: texts,
  lifecycle: z.enum(["active", "deleted"]),
});
export type SentExperiment = z.output<typeof sentExperiment>;

/** What of a run is on the other store, or was refused by it. */
export const sentRun = z.object({
  /** Its id there; empty for a run that was refused. */
  id: z.string(),
  /** What the run looked like when all of it had been sent; see `runStamp`. */
  stamp: z.string(),
  /** The parts that are over, by their names: what tells the content of each from another. */
  parts: texts,
  /** File to byte; see `unsentMetrics`. */
  metrics: z.record(z.string(), z.int()),
  /** Ids of logged models, here to there. */
  models: texts,
  refused: z.array(refusedRecord),
});
export type SentRun = z.output<typeof sentRun>;

/** What is known of a run that was not sent, or was refused. */
export function nothingSent(): SentRun {
  return { id: "", stamp: "", parts: {}, metrics: {}, models: {}, refused: [] };
}

/** The tag of a copy that names the run or the model version it was made of. */
export const SOURCE_TAG = "imdb.sync.source";

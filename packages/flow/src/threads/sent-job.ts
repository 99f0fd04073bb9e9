import type { JobFacts } from "../definition/runner.js";

/** An encoded value, sent to or from a thread. */
export interface SentValue {
  readonly head: string;
  readonly blobs: Uint8Array;
}

/** The job that a thread gets. */
export interface SentJob {
  readonly id: string;
  readonly task: string;
  readonly version: string;
  readonly input: SentValue;
  readonly about: JobFacts;
}

/** The answer of a thread: the result, and the number of notes that it sent before. */
export interface ThreadAnswer extends SentValue {
  readonly notes: number;
}

/** The `workerData` of a thread. */
export interface TaskThreadData {
  /** The URL of the module whose exported tasks it runs. */
  readonly module: string;
  readonly channel: string;
}

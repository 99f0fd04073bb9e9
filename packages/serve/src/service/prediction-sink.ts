import type { PredictionRecord } from "@imdb/core";

/** Where predictions are recorded. The file log of `@imdb/serve/node` is one. */
export interface PredictionSink {
  /**
   * Takes records over. What it returns settles when they are safe: at once for a log that only queues, after
   * the disk has them for one that confirms. The answer to the client waits for it.
   */
  write(records: readonly PredictionRecord[]): void | Promise<void>;
}

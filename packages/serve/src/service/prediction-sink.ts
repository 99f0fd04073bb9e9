import type { PredictionRecord } from "@imdb/core";

/** Records predictions. The file log of `@imdb/serve/node` is one. */
export interface PredictionSink {
  /**
   * Takes records. The result settles when they are safe: immediately for a log that only queues, after they are on the
   * disk for one that confirms. The answer to the client waits for it.
   */
  write(records: readonly PredictionRecord[]): void | Promise<void>;
}

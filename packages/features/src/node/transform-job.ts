import type { Part } from "@imdb/core";

/** Transforms texts with the fitted vectorizer that the thread was started with. */
export interface TransformJob {
  readonly texts: readonly string[];
}

/** What a thread is started with, in a map because Deno would look through every number of it otherwise. */
export type TransformerData = ReadonlyMap<"vectorizer", Part>;

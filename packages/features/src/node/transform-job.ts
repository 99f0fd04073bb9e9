import type { EncodedPart } from "@imdb/core";

/** Transforms texts with the fitted vectorizer that the thread was started with. */
export interface TransformJob {
  readonly texts: readonly string[];
}

/** A fitted vectorizer as it crosses threads: as in a bundle. */
export interface DescribedVectorizer {
  readonly kind: string;
  readonly version: number;
  readonly part: EncodedPart;
}

/** What a thread is started with, in a map because Deno would look through every number of it otherwise. */
export type TransformerData = ReadonlyMap<"vectorizer", DescribedVectorizer>;

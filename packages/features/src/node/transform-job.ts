/** Transforms texts with the fitted vectorizer that the thread was started with. */
export interface TransformJob {
  readonly texts: readonly string[];
}

import type { FittedVectorizer } from "@imdb/core";
import { type CleaningStep, clean } from "./cleaning-step.js";

/** A fitted vectorizer that cleans what it is given, the way its training texts were cleaned. */
export interface CleanedVectorizer extends FittedVectorizer {
  readonly kind: "CleanedVectorizer";
  readonly steps: readonly CleaningStep[];
  readonly inner: FittedVectorizer;
}

/**
 * Puts the cleaning of the training data before a vectorizer that was fitted on the cleaned texts, so that
 * production, which meets raw texts, treats them alike. In a bundle the steps go along by name and version.
 *
 * `locate` gives places for texts that cleaning leaves as they are, and none for others, whose places in the
 * raw text are not known.
 *
 * @param steps  The steps the pipeline was made with; its default is `defaultCleaning()`.
 * @example
 * const serving = cleanedVectorizer(vectorizer, defaultCleaning());
 * serving.transform(["Great<br />fun."]).indices.length; // => 2
 */
export function cleanedVectorizer(
  inner: FittedVectorizer,
  steps: readonly CleaningStep[],
): CleanedVectorizer {
  return {
    kind: "CleanedVectorizer",
    params: { steps: steps.map(({ name, version }) => `${name}@${version}`), inner: inner.params },
    steps,
    inner,
    featureCount: inner.featureCount,
    transform: (texts) => inner.transform(texts.map((text) => clean(text, steps))),
    featureNames: () => inner.featureNames(),
    locate: (text) => (clean(text, steps) === text ? (inner.locate?.(text) ?? []) : []),
  };
}

import type { FittedVectorizer } from "@imdb/core";
import { rawPlaces } from "./cleaned-places.js";
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
 * `locate` gives places in the raw text, as production's users see it: `caf&eacute;` for the feature `café`.
 * The raw text of a place, cleaned, is the feature's; one that cannot be given so is left out.
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
  const cleaned = (texts: readonly string[]) => texts.map((text) => clean(text, steps));
  const { linearScorer } = inner;
  return {
    kind: "CleanedVectorizer",
    params: { steps: steps.map(({ name, version }) => `${name}@${version}`), inner: inner.params },
    steps,
    inner,
    featureCount: inner.featureCount,
    transform: (texts) => inner.transform(cleaned(texts)),
    featureNames: () => inner.featureNames(),
    locate: (text) => rawPlaces(text, steps, (cleaned) => inner.locate?.(cleaned) ?? []),
    ...(inner.countTerms && { countTerms: (text: string) => inner.countTerms!(clean(text, steps)) }),
    ...(linearScorer && {
      linearScorer: (weights) => {
        const decide = linearScorer(weights);
        return (texts) => decide(cleaned(texts));
      },
    }),
  };
}

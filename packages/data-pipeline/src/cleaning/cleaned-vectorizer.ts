import type { FittedVectorizer } from "@imdb/core";
import { checkOption, fittedVectorizerRule, listOf, stringList } from "@imdb/core/options";
import { type CleaningStep, clean, stepRule } from "./cleaning-step.js";
import { rawPlaces } from "./raw-places.js";

/** A fitted vectorizer that cleans its input as its training texts were cleaned. */
export interface CleanedVectorizer extends FittedVectorizer {
  readonly kind: "CleanedVectorizer";
  readonly steps: readonly CleaningStep[];
  readonly inner: FittedVectorizer;
}

/**
 * Puts the cleaning of the training data before a vectorizer that was fitted on the cleaned texts, so that raw texts in
 * production are treated in the same way. A bundle stores the steps by name and version.
 *
 * `locate` returns places in the raw text, as users see it: `caf&eacute;` for the feature `café`. The raw text of a place,
 * cleaned, is the feature; places where it is not are left out.
 *
 * @param steps  The steps of the pipeline; its default is `defaultCleaning()`.
 * @throws `INVALID_OPTION`
 * @example
 * const serving = cleanedVectorizer(vectorizer, defaultCleaning());
 * serving.transform(["Great<br />fun."]).indices.length; // => 2
 */
export function cleanedVectorizer(
  inner: FittedVectorizer,
  steps: readonly CleaningStep[],
): CleanedVectorizer {
  checkOption("inner", inner, fittedVectorizerRule, "cleanedVectorizer");
  checkOption("steps", steps, listOf(stepRule), "cleanedVectorizer");
  const cleaned = (texts: readonly string[]) => {
    if (!Array.isArray(texts)) checkOption("texts", texts, stringList);
    return texts.map((text) => clean(text, steps));
  };
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

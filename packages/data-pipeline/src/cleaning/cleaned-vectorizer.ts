import { describeCleaning, type FittedVectorizer, isSameCleaning } from "@imdb/core";
import {
  type CleanedVectorizer,
  type CleaningStep,
  clean,
  cleanTexts,
  findSteps,
  rawPlaces,
  stepRule,
} from "@imdb/core/cleaning";
import { displayFitted } from "@imdb/core/display";
import { checkOption, fittedVectorizerRule, listOf, rule } from "@imdb/core/options";

/**
 * Puts the cleaning of the training data before a vectorizer that was fitted on the cleaned texts, so that raw texts in
 * production are treated in the same way. A bundle stores the steps by name and version.
 *
 * `locate` returns places in the raw text, as users see it: `caf&eacute;` for the feature `café`. The raw text of a place,
 * cleaned, is the feature; places where it is not are left out.
 *
 * Texts of a split that was cleaned with these steps are taken as they are: cleaning twice is not always the same as once.
 * Those of a split that was cleaned by others are refused with `CLEANING_MISMATCH`.
 *
 * @param given  The steps of the pipeline. Default: those of the training texts, which the vectorizer knows. Required for
 *               a vectorizer that was fitted on texts whose cleaning is not known.
 * @throws `INVALID_OPTION`, also for other steps than those of the training texts; `UNKNOWN_CODEC` for a step of the
 *         training texts that is not built in, and must be given.
 * @example
 * const serving = cleanedVectorizer(vectorizer, defaultCleaning());
 * serving.transform(["Great<br />fun."]).indices.length; // => 2
 */
export function cleanedVectorizer(
  inner: FittedVectorizer,
  given?: readonly CleaningStep[],
): CleanedVectorizer {
  const { cleaning } = checkOption("inner", inner, fittedVectorizerRule, "cleanedVectorizer");
  const steps = given ?? (cleaning && findSteps(cleaning));
  checkSteps(steps);
  checkTrainedWith(inner, steps);
  const cleaned = (texts: readonly string[]) => cleanTexts(texts, steps);
  const { linearScorer } = inner;
  return displayFitted({
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
  });
}

function checkSteps(steps: readonly CleaningStep[] | undefined): asserts steps is readonly CleaningStep[] {
  checkOption("steps", steps as readonly CleaningStep[], listOf(stepRule), "cleanedVectorizer");
}

/** Refuses steps that are not those of the training texts. */
function checkTrainedWith({ cleaning }: FittedVectorizer, steps: readonly CleaningStep[]): void {
  if (cleaning === undefined) return;
  const expected = `the cleaning of its training texts: ${describeCleaning(cleaning)}`;
  const same = rule<string>(expected, () => isSameCleaning(cleaning, steps));
  checkOption("steps", describeCleaning(steps), same, "cleanedVectorizer");
}

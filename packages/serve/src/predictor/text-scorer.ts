import type { DecideTexts, ModelBundle } from "@imdb/core";

/** Gives the probabilities of texts, `texts.length × classes`, row-major. */
export type ScoreTexts = (texts: readonly string[]) => Float64Array;

/**
 * Makes the function that scores texts with a model. A linear model and a vectorizer that knows a quicker way to
 * its decisions go without the matrix; the numbers are the same, bit for bit.
 */
export function textScorer({ vectorizer, classifier }: ModelBundle): ScoreTexts {
  const { linear } = classifier;
  const { linearScorer } = vectorizer;
  if (!linear || !linearScorer) return (texts) => classifier.predictProba(vectorizer.transform(texts));
  // Made when first needed: it takes memory, and some predictors only explain.
  let decide: DecideTexts | undefined;
  return (texts) => {
    decide ??= linearScorer(linear);
    return linear.probabilities(decide(texts));
  };
}

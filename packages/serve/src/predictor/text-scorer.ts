import type { DecideTexts, ModelBundle } from "@imdb/core";

/** Returns the probabilities of texts, `texts.length × classes`, row-major. */
export type ScoreTexts = (texts: readonly string[]) => Float64Array;

/**
 * Makes a function that scores texts with a model. For a linear model and a vectorizer with a linear scorer it makes no
 * matrix; the numbers are the same, bit for bit.
 */
export function textScorer({ vectorizer, classifier }: ModelBundle): ScoreTexts {
  const { linear } = classifier;
  const { linearScorer } = vectorizer;
  if (!linear || !linearScorer) return (texts) => classifier.predictProba(vectorizer.transform(texts));
  // Made at the first call: it needs memory, and some predictors only explain.
  let decide: DecideTexts | undefined;
  return (texts) => {
    decide ??= linearScorer(linear);
    return linear.probabilities(decide(texts));
  };
}

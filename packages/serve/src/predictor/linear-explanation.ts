import { byCodePoint, type FittedClassifier, type FittedVectorizer, type LinearClassifier } from "@imdb/core";
import type { FeatureContribution, Occurrence } from "./prediction.js";

/** The reasons of a linear model for or against one class. */
export interface LinearReasons {
  readonly intercept: number;
  readonly decision: number;
  readonly contributions: readonly FeatureContribution[];
}

/** Whether a classifier is linear, by the fields that the contract names. */
export function isLinear(classifier: FittedClassifier): classifier is LinearClassifier {
  const candidate = classifier as Partial<LinearClassifier>;
  return candidate.coef instanceof Float64Array && candidate.intercept instanceof Float64Array;
}

/**
 * Splits the decision value of a linear model over the features of a text: `value · weight` each, and the
 * intercept. With two classes the one output speaks for `classes[1]`; its sign turns for `classes[0]`.
 *
 * @param names  The vectorizer's feature names, made once by the caller because they are many.
 */
export function linearReasons(
  vectorizer: FittedVectorizer,
  classifier: LinearClassifier,
  names: readonly string[],
  text: string,
  classIndex: number,
): LinearReasons {
  const { indices, values } = vectorizer.transform([text]);
  const outputs = classifier.intercept.length;
  const output = outputs === 1 ? 0 : classIndex;
  const sign = outputs === 1 && classIndex === 0 ? -1 : 1;
  const row = output * classifier.featureCount;
  const places = occurrencesOf(vectorizer, text);
  const intercept = sign * classifier.intercept[output]!;
  let decision = intercept;
  const contributions: FeatureContribution[] = [];
  for (let k = 0; k < indices.length; k++) {
    const feature = indices[k]!;
    const value = values[k]!;
    const weight = sign * classifier.coef[row + feature]!;
    decision += value * weight;
    contributions.push({
      feature: names[feature] ?? String(feature),
      value,
      weight,
      contribution: value * weight,
      occurrences: places.get(feature) ?? [],
    });
  }
  contributions.sort(
    (a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || byCodePoint(a.feature, b.feature),
  );
  return { intercept, decision, contributions };
}

function occurrencesOf(vectorizer: FittedVectorizer, text: string): Map<number, Occurrence[]> {
  const places = new Map<number, Occurrence[]>();
  for (const { feature, start, end } of vectorizer.locate?.(text) ?? []) {
    const known = places.get(feature);
    if (known) known.push({ start, end });
    else places.set(feature, [{ start, end }]);
  }
  return places;
}

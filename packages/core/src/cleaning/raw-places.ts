import type { FeatureOccurrence } from "../contracts/vectorizer.js";
import { type CleaningStep, clean } from "./cleaning-step.js";
import { traceCleaning } from "./traced-text.js";

/**
 * Converts the places of features in the cleaned text to places in the raw text. A place is returned only when the raw
 * text there, cleaned by itself, is the feature: so no place covers a part of what became one character, or more than the
 * feature.
 *
 * @param locate  Finds the features of the cleaned text.
 */
export function rawPlaces(
  raw: string,
  steps: readonly CleaningStep[],
  locate: (cleaned: string) => readonly FeatureOccurrence[],
): readonly FeatureOccurrence[] {
  const { text, start, end } = traceCleaning(raw, steps);
  const occurrences = locate(text);
  if (text === raw) return occurrences;
  return occurrences.flatMap((occurrence) => {
    if (occurrence.end <= occurrence.start) return [];
    const from = start[occurrence.start]!;
    const to = end[occurrence.end - 1]!;
    const isSame = clean(raw.slice(from, to), steps) === text.slice(occurrence.start, occurrence.end);
    return isSame ? [{ ...occurrence, start: from, end: to }] : [];
  });
}

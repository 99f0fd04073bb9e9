import type { ExplainedPrediction } from "@imdb/text-classifier";

/** A piece of the text, and how much its words add to the decision value, in log odds. */
export interface Piece {
  readonly text: string;
  readonly weight: number;
}

/**
 * Splits a text where the weight of its words changes. The contribution of a feature is divided equally among its
 * places, and among the characters of each place.
 */
export function pieces(text: string, { contributions }: Pick<ExplainedPrediction, "contributions">): Piece[] {
  const weights = new Float64Array(text.length);
  for (const { contribution, occurrences } of contributions) {
    const length = occurrences.reduce((sum, { start, end }) => sum + end - start, 0);
    for (const { start, end } of occurrences) {
      for (let i = start; i < end; i++) weights[i]! += contribution / length;
    }
  }
  // Words and the text between them: a mark ends at the end of its word.
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_]+/gu), ({ 0: part, index }) => {
    if (!/^[\p{L}\p{N}\p{M}_]/u.test(part)) return { text: part, weight: 0 };
    const own = weights.subarray(index, index + part.length);
    return { text: part, weight: own.reduce((a, b) => a + b, 0) };
  });
}

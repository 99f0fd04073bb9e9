import type { ExplainedPrediction } from "@imdb/serve";

/** A stretch of the text and what its words add to the decision, in log-odds. */
export interface Piece {
  readonly text: string;
  readonly weight: number;
}

/**
 * Cuts a text where the weight of its words changes. A feature that stands in several places is shared out among
 * them, one that spans several words among their characters.
 */
export function pieces(text: string, { contributions }: Pick<ExplainedPrediction, "contributions">): Piece[] {
  const weights = new Float64Array(text.length);
  for (const { contribution, occurrences } of contributions) {
    const length = occurrences.reduce((sum, { start, end }) => sum + end - start, 0);
    for (const { start, end } of occurrences) {
      for (let i = start; i < end; i++) weights[i]! += contribution / length;
    }
  }
  // Words and what is between them: a mark ends where its word ends.
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_]+/gu), ({ 0: part, index }) => {
    if (!/^[\p{L}\p{N}\p{M}_]/u.test(part)) return { text: part, weight: 0 };
    const own = weights.subarray(index, index + part.length);
    return { text: part, weight: own.reduce((a, b) => a + b, 0) };
  });
}

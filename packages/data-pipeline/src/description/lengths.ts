import { quantileSorted } from "@imdb/measures";

/** Quantiles of the lengths of texts. */
export interface LengthDescription {
  readonly minimum: number;
  readonly quartile1: number;
  readonly median: number;
  readonly quartile3: number;
  readonly maximum: number;
  readonly mean: number;
}

/** Describes lengths; of none there is nothing to say. Quantiles are interpolated as pandas does. */
export function describeLengths(lengths: readonly number[]): LengthDescription | undefined {
  if (lengths.length === 0) return undefined;
  const sorted = Float64Array.from(lengths).sort();
  return {
    minimum: sorted[0]!,
    quartile1: quantileSorted(sorted, 0.25),
    median: quantileSorted(sorted, 0.5),
    quartile3: quantileSorted(sorted, 0.75),
    maximum: sorted.at(-1)!,
    mean: sorted.reduce((sum, length) => sum + length, 0) / sorted.length,
  };
}

/** The number of words of a text: runs of characters that are not white space. */
export function wordCount(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}

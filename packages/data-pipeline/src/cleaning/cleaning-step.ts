import type { JsonValue } from "@imdb/core";

/** A text made of another, and where each of its UTF-16 units comes from: a half-open range of offsets there. */
export interface TracedText {
  readonly text: string;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/**
 * A named, versioned, pure function of a text. Lineage records name, version and parameters, so whoever
 * changes what a step does raises its version.
 */
export interface CleaningStep {
  readonly name: string;
  /** From 1; another result for any text is another version. */
  readonly version: number;
  readonly params?: Readonly<Record<string, JsonValue>>;
  /** Pure: the same text gives the same result, always and everywhere. */
  apply(text: string): string;
  /**
   * The same result, and where each of its units comes from, for explanations that mark words in the raw text.
   * Without it, places are known only where a text stays as it is at its ends.
   */
  trace?(text: string): TracedText;
}

/** A step as lineage records it. */
export interface CleaningRecord {
  readonly name: string;
  readonly version: number;
  readonly params: Readonly<Record<string, JsonValue>>;
}

/** What lineage records of steps. */
export function recordsOf(steps: readonly CleaningStep[]): readonly CleaningRecord[] {
  return steps.map(({ name, version, params = {} }) => ({ name, version, params }));
}

/**
 * Applies steps in their order.
 *
 * @example
 * clean("Loved it!<br /><br />R&amp;D", defaultCleaning()); // => "Loved it! R&D"
 */
export function clean(text: string, steps: readonly CleaningStep[]): string {
  let result = text;
  for (const step of steps) result = step.apply(result);
  return result;
}

import type { CleaningRecord } from "../contracts/cleaning.js";
import { checkOption, having, listOf, type OptionRule, text as textRule } from "../options/index.js";

/** A cleaned text with the half-open range of offsets in the original text that each of its UTF-16 units comes from. */
export interface TracedText {
  readonly text: string;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/**
 * A named, versioned, pure function of a text. Lineage records its name, version and parameters, so a change of what a
 * step does needs a new version.
 */
export interface CleaningStep extends CleaningRecord {
  /** Pure: the same text gives the same result, always and everywhere. */
  apply(text: string): string;
  /**
   * The same result with the origin of each of its units, for explanations that mark words in the raw text. Without it,
   * origins are known only for the unchanged beginning and end of a text.
   */
  trace?(text: string): TracedText;
}

/** A cleaning step, by its method. */
export const stepRule: OptionRule<CleaningStep> = /* @__PURE__ */ having("a cleaning step", "apply");

/** Refuses what is no text, and what is no list of steps. Called for every text, so it makes nothing. */
export function checkCleaning(text: string, steps: readonly CleaningStep[]): void {
  if (typeof text !== "string") checkOption("text", text, textRule);
  if (!Array.isArray(steps)) checkOption("steps", steps, listOf(stepRule));
  for (const step of steps)
    if (typeof step?.apply !== "function") checkOption("steps", steps, listOf(stepRule));
}

/**
 * Applies steps in their order.
 *
 * @throws `INVALID_OPTION` for what is no text and for what is no list of steps.
 * @example
 * clean("Loved it!<br /><br />R&amp;D", defaultCleaning()); // => "Loved it! R&D"
 */
export function clean(text: string, steps: readonly CleaningStep[]): string {
  checkCleaning(text, steps);
  let result = text;
  for (const step of steps) result = step.apply(result);
  return result;
}

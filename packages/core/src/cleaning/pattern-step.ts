import type { CleaningStep } from "./cleaning-step.js";
import { editsOf, tracedEdits } from "./traced-text.js";

/**
 * A step that replaces every match of a pattern.
 *
 * @param apply  A fast function that makes the same replacements in a whole text. Each step needs a function of its
 *               own: two steps with the same function count as the same step.
 */
export function patternStep(
  name: string,
  pattern: RegExp,
  replacement: (match: string) => string,
  apply: (text: string) => string,
): CleaningStep {
  const trace = (text: string) => tracedEdits(text, apply(text), editsOf(text, pattern, replacement));
  return { name, version: 1, apply, trace };
}

/** A step that replaces every match of a pattern of HTML; a text without `<` is not changed. */
export function htmlPattern(name: string, pattern: RegExp, replacement: string): CleaningStep {
  const apply = (text: string) => (text.includes("<") ? text.replace(pattern, replacement) : text);
  return patternStep(name, pattern, () => replacement, apply);
}

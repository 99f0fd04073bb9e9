import type { CleaningStep } from "./cleaning-step.js";
import { editsOf, tracedEdits } from "./traced-text.js";

/** A step that replaces every match of a pattern of HTML; a text without `<` is left as it is. */
export function htmlPattern(name: string, pattern: RegExp, replacement: string): CleaningStep {
  const apply = (text: string) => (text.includes("<") ? text.replace(pattern, replacement) : text);
  const edits = (text: string) => editsOf(text, pattern, () => replacement);
  return { name, version: 1, apply, trace: (text) => tracedEdits(text, apply(text), edits(text)) };
}

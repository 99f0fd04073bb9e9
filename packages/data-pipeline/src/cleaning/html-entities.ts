import { decodeHTMLStrict } from "entities";
import type { CleaningStep } from "./cleaning-step.js";
import { patternStep } from "./pattern-step.js";

// The bound keeps the scan linear; all names of references are shorter.
const REFERENCE = /&(?:[a-z][a-z0-9]{0,40}|#\d{1,20}|#x[0-9a-f]{1,20});/gi;

/**
 * Decodes HTML character references that end in a semicolon, once: `&amp;lt;` becomes `&lt;`. References without one
 * (`AT&T`, `rock&roll`) are more often plain text than markup, and are kept.
 *
 * @example
 * htmlEntities().apply("R&amp;D &#8211; caf&eacute;"); // => "R&D – café"
 */
export function htmlEntities(): CleaningStep {
  return patternStep("html-entities", REFERENCE, (reference) => decodeHTMLStrict(reference), apply);
}

function apply(text: string): string {
  return text.includes("&") ? decodeHTMLStrict(text) : text;
}

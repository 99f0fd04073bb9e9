import { decodeHTMLStrict } from "entities";
import type { CleaningStep } from "./cleaning-step.js";

/**
 * Decodes HTML character references that end in a semicolon, once: `&amp;lt;` becomes `&lt;`. References
 * without one (`AT&T`, `rock&roll`) are more often plain text than markup, and stay.
 *
 * @example
 * htmlEntities().apply("R&amp;D &#8211; caf&eacute;"); // => "R&D – café"
 */
export function htmlEntities(): CleaningStep {
  return {
    name: "html-entities",
    version: 1,
    apply: (text) => (text.includes("&") ? decodeHTMLStrict(text) : text),
  };
}

import type { CleaningStep } from "./cleaning-step.js";
import { controlCharacters } from "./control-characters.js";
import { htmlBreaks } from "./html-breaks.js";
import { htmlEntities } from "./html-entities.js";
import { unicodeNormalForm } from "./unicode-normal-form.js";
import { whitespace } from "./whitespace.js";

/**
 * The default cleaning of a pipeline: HTML line breaks, HTML entities, control characters, NFC, white space, in this
 * order. Applying it twice to a text has the same result as once, unless the text has references to references
 * (`&amp;amp;`).
 */
export function defaultCleaning(): readonly CleaningStep[] {
  return [htmlBreaks(), htmlEntities(), controlCharacters(), unicodeNormalForm(), whitespace()];
}

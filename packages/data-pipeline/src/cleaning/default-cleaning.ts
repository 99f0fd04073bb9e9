import type { CleaningStep } from "./cleaning-step.js";
import { controlCharacters } from "./control-characters.js";
import { htmlBreaks } from "./html-breaks.js";
import { htmlEntities } from "./html-entities.js";
import { unicodeNormalForm } from "./unicode-normal-form.js";
import { whitespace } from "./whitespace.js";

/**
 * What a pipeline cleans with unless told otherwise: HTML line breaks, HTML entities, control characters, NFC,
 * white space, in this order. Applying it twice to a text gives the same as once, unless the text holds
 * references to references (`&amp;amp;`).
 */
export function defaultCleaning(): readonly CleaningStep[] {
  return [htmlBreaks(), htmlEntities(), controlCharacters(), unicodeNormalForm(), whitespace()];
}

export { type CleaningRecord, type CleaningStep, clean } from "./cleaning-step.js";
export { controlCharacters } from "./control-characters.js";
export { defaultCleaning } from "./default-cleaning.js";
export { htmlBreaks } from "./html-breaks.js";
export { htmlEntities } from "./html-entities.js";
export { htmlTags } from "./html-tags.js";
export { lowerCase } from "./lower-case.js";
export { type UnicodeForm, unicodeNormalForm } from "./unicode-normal-form.js";
export { whitespace } from "./whitespace.js";

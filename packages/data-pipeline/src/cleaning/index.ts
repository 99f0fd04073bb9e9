export type { Cleaning, CleaningRecord, Codec, FittedVectorizer, JsonValue } from "@imdb/core";
export {
  type CleanedVectorizer,
  type CleaningStep,
  clean,
  controlCharacters,
  defaultCleaning,
  findSteps,
  htmlBreaks,
  htmlEntities,
  htmlTags,
  lowerCase,
  type TracedText,
  traceCleaning,
  type UnicodeForm,
  unicodeNormalForm,
  whitespace,
} from "@imdb/core/cleaning";
export { cleanedVectorizer } from "./cleaned-vectorizer.js";
export { cleaningCodec } from "./cleaning-codec.js";

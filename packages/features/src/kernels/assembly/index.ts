// The one WebAssembly module of this package: counting the words of documents, finding the n-grams of a vocabulary,
// and scoring them. Each instance has a memory of its own. kernel.ts describes the exports for JavaScript.

export { allocate } from "./allocate";
export { countWords, entryCounts, entryTokens, MAX_ENTRIES, startCounting } from "./count-words";
export {
  ngramCount,
  ngramSalt,
  secondTokenFactor,
  tokenFactor,
  transitionBits,
  transitionSlots,
} from "./extend-ngrams";
export { featureCount, findNgrams, hits, maxN, minN } from "./find-ngrams";
export {
  CHARACTER_CLASSES,
  END,
  FROM,
  HIGH,
  LOW,
  MAX_CHARACTERS,
  MAX_WORDS,
  START,
  TEXT,
  TO,
  UNITS,
} from "./memory-layout";
export { scanWords } from "./scan-words";
export {
  decisions,
  featureRecords,
  idfValues,
  intercepts,
  norm,
  outputCount,
  scoreTerms,
  termRecords,
  termWeights,
  tfWeights,
} from "./score-terms";
export { bucketStarts, columnBits, sortKeys, sortSpace } from "./sort-keys";
export { tokenCount, tokenEnds, tokenSlotMask, tokenSlots, tokenUnitCount, tokenUnits } from "./token-table";

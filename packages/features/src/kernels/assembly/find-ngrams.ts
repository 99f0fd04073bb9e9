import { extendCandidates, keepExtensible } from "./extend-ngrams";
import { findTokens } from "./find-tokens";
import { CANDIDATES } from "./memory-layout";

/** N-grams of `minN` to `maxN` tokens with a number below `featureCount` are features. */
export let featureCount: u32 = 0;
export let minN: u32 = 0;
export let maxN: u32 = 0;

/** Address of the features that were found in a text, 32 bits each. */
export let hits: u32 = 0;

/**
 * Writes the features among the n-grams of a text to `hits`, each as often as it occurs.
 *
 * @param words  Number of words.
 * @returns      The number of bytes at `hits`; −1 where too many tokens have the same place in the table.
 */
export function findNgrams(words: u32): i32 {
  if (!findTokens(words << 2)) return -1;
  let end = hits;
  if (minN === 1) end = collectFeatures(words, end);
  let candidates = words;
  for (let size: u32 = 2; size <= maxN && candidates > 0; size++) {
    candidates = keepExtensible(words, candidates, size);
    extendCandidates(candidates);
    if (size >= minN) end = collectFeatures(candidates, end);
  }
  return end - hits;
}

/**
 * Appends the candidates that are features to the hits.
 *
 * @param hitsEnd  Where the hits so far end.
 * @returns        Where all hits end.
 */
function collectFeatures(candidates: u32, hitsEnd: u32): u32 {
  const features = featureCount;
  const end = candidates << 2;
  for (let offset: u32 = 0; offset < end; offset += 4) {
    const ngram = load<u32>(CANDIDATES + offset);
    store<u32>(hitsEnd, ngram);
    // Written without an `if`, whose outcome a processor cannot predict: every candidate is written, and the end moves
    // only for a feature, so that the next one replaces a candidate that is no feature.
    hitsEnd += u32(ngram < features) << 2;
  }
  return hitsEnd;
}

import { extendCandidates, keepExtensible } from "./extend-ngrams";
import { findTokens } from "./find-tokens";
import { CANDIDATES } from "./memory-layout";

/** N-grams of `minN` to `maxN` tokens with a number below `featureCount` are features. */
export let featureCount: u32 = 0;
export let minN: u32 = 0;
export let maxN: u32 = 0;

/** The features that were found, 32 bits each. */
export let hits: u32 = 0;

/**
 * Finds the features among the n-grams of the words of a text, each as often as it occurs.
 *
 * @param words  Number of words.
 * @returns      The number of bytes at `hits`; −1 where tokens collide too often.
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

/** Writes the candidates that are features behind the others, and returns the end of them all. */
function collectFeatures(candidates: u32, hitsEnd: u32): u32 {
  const features = featureCount;
  const end = candidates << 2;
  for (let offset: u32 = 0; offset < end; offset += 4) {
    const ngram = load<u32>(CANDIDATES + offset);
    store<u32>(hitsEnd, ngram);
    // Without a branch, since a processor cannot predict it: the next one is written over what is no feature.
    hitsEnd += u32(ngram < features) << 2;
  }
  return hitsEnd;
}

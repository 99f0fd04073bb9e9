// Makes n-grams one token longer by the hash table that `TransitionTable` fills: it has, for an n-gram and the token
// that follows it, the longer n-gram. A slot has 8 bytes: the key, and the longer n-gram plus one (0 in an empty slot).

import { readPlaces } from "./find-tokens";
import { CANDIDATE_STARTS, CANDIDATES, PLACES, SEEN, TOKENS } from "./memory-layout";

const NGRAM: u32 = 4;
const SLOT: u32 = 8;
const CACHE_LINE: u32 = 64;

/** The address of the slots, and the logarithm to base 2 of their number. */
export let transitionSlots: u32 = 0;
export let transitionBits: u32 = 0;

/** Number of n-grams, and the secret numbers by which the first slot of an n-gram and a token is computed. */
export let ngramCount: u32 = 0;
export let ngramSalt: u32 = 0;
export let tokenFactor: u32 = 0;
export let secondTokenFactor: u32 = 0;

/**
 * Keeps the candidates that can become an n-gram of `size` tokens: known n-grams of `size − 1` tokens that are followed
 * by a known token. Writes the first slot of each pair of n-gram and token to `PLACES`.
 *
 * @param words       Number of words of the text.
 * @param candidates  Number of candidates.
 * @returns           The number of candidates that were kept.
 */
export function keepExtensible(words: u32, candidates: u32, size: u32): u32 {
  const mask: u32 = (1 << transitionBits) - 1;
  const halfBits = transitionBits >> 1;
  const slots = transitionSlots;
  const salt = ngramSalt;
  const factor = tokenFactor;
  const secondFactor = secondTokenFactor;
  const distance = (size - 1) << 2;
  const textEnd = words << 2;
  const end = candidates << 2;
  let kept: u32 = 0;
  for (let offset: u32 = 0; offset < end; offset += 4) {
    const start = load<u32>(CANDIDATE_STARTS + offset);
    if (start + distance >= textEnd) break;
    const ngram = load<i32>(CANDIDATES + offset);
    const token = load<i32>(TOKENS + start + distance);
    let ofNgram = (u32(ngram) ^ salt) * 0x2c1b3c6d;
    ofNgram = (ofNgram ^ (ofNgram >> 15)) * 0x297a2d39;
    ofNgram ^= ofNgram >> 15;
    // A permutation of the numbers of `transitionBits` bits: different tokens get different numbers.
    let ofToken = (u32(token) * factor) & mask;
    ofToken = (ofToken ^ (ofToken >> halfBits)) * secondFactor;
    store<u32>(CANDIDATE_STARTS + kept, start);
    store<i32>(CANDIDATES + kept, ngram);
    store<u32>(PLACES + kept, slots + (((ofNgram + ofToken) & mask) << 3));
    // An unknown n-gram or token is negative: then the end does not move, and the next candidate replaces this one.
    kept += u32((ngram | token) >= 0) << 2;
  }
  return kept >> 2;
}

/** Replaces each candidate by the n-gram that is one token longer; −1 if that is not in the vocabulary. */
export function extendCandidates(candidates: u32): void {
  const end = candidates << 2;
  const ngrams = ngramCount;
  readPlaces(end);
  for (let offset: u32 = 0; offset < end; offset += 4) {
    let key = load<u32>(CANDIDATES + offset);
    let slot = load<u32>(PLACES + offset);
    if (load<u32>(SEEN + offset) !== key) {
      // The key is the n-gram plus `ngramCount` times the number of steps from the first slot.
      for (let step = 1; load<u32>(slot, NGRAM) !== 0; step++) {
        slot = nextSlot(slot, step);
        key += ngrams;
        if (load<u32>(slot) === key) break;
      }
    }
    store<u32>(CANDIDATES + offset, load<u32>(slot, NGRAM) - 1);
  }
}

/** The slot after this one: in the same cache line, cyclically, and after its eight slots in the next cache line. */
function nextSlot(slot: u32, step: i32): u32 {
  const inLine = (slot & ~(CACHE_LINE - 1)) | ((slot + SLOT) & (CACHE_LINE - 1));
  if (step % 8 !== 0) return inLine;
  const tableMask = (SLOT << transitionBits) - 1;
  return transitionSlots + ((inLine + CACHE_LINE - transitionSlots) & tableMask);
}

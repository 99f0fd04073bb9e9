// Makes n-grams one token longer: the table of transitions as `TransitionTable` has it, from an n-gram and the token
// behind it to the longer n-gram. A slot has 8 bytes: the key, and the longer n-gram plus one (0 in an empty slot).

import { readPlaces } from "./find-tokens";
import { CANDIDATE_STARTS, CANDIDATES, PLACES, SEEN, TOKENS } from "./memory-layout";

const NGRAM: u32 = 4;
const SLOT: u32 = 8;
const CACHE_LINE: u32 = 64;

/** The slots; there are 2 to the power of `transitionBits`. */
export let transitionSlots: u32 = 0;
export let transitionBits: u32 = 0;

/** Number of n-grams, and the secret numbers that slots follow from. */
export let ngramCount: u32 = 0;
export let ngramSalt: u32 = 0;
export let tokenFactor: u32 = 0;
export let secondTokenFactor: u32 = 0;

/**
 * Keeps the known candidates of `size − 1` tokens that have a known token behind them, and finds where the lookup of
 * each pair begins.
 *
 * @param words       Number of words of the text.
 * @param candidates  Number of candidates.
 * @returns           The number of those kept.
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
    // Odd factors and the shift permute the numbers of so many bits.
    let ofToken = (u32(token) * factor) & mask;
    ofToken = (ofToken ^ (ofToken >> halfBits)) * secondFactor;
    store<u32>(CANDIDATE_STARTS + kept, start);
    store<i32>(CANDIDATES + kept, ngram);
    store<u32>(PLACES + kept, slots + (((ofNgram + ofToken) & mask) << 3));
    // Unknown ones are negative. The next one is written over what is not kept.
    kept += u32((ngram | token) >= 0) << 2;
  }
  return kept >> 2;
}

/** Replaces each candidate by what it makes with the token behind it, or −1. */
export function extendCandidates(candidates: u32): void {
  const end = candidates << 2;
  const ngrams = ngramCount;
  readPlaces(end);
  for (let offset: u32 = 0; offset < end; offset += 4) {
    let key = load<u32>(CANDIDATES + offset);
    let slot = load<u32>(PLACES + offset);
    if (load<u32>(SEEN + offset) !== key) {
      // A key is the n-gram plus the number of all n-grams for each step from the first slot.
      for (let step = 1; load<u32>(slot, NGRAM) !== 0; step++) {
        slot = nextSlot(slot, step);
        key += ngrams;
        if (load<u32>(slot) === key) break;
      }
    }
    store<u32>(CANDIDATES + offset, load<u32>(slot, NGRAM) - 1);
  }
}

/** The slot behind, round and round a cache line, and in the next line once all of this one have been seen. */
function nextSlot(slot: u32, step: i32): u32 {
  const inLine = (slot & ~(CACHE_LINE - 1)) | ((slot + SLOT) & (CACHE_LINE - 1));
  if (step % 8 !== 0) return inLine;
  const tableMask = (SLOT << transitionBits) - 1;
  return transitionSlots + ((inLine + CACHE_LINE - transitionSlots) & tableMask);
}

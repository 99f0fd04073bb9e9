import { CANDIDATE_STARTS, CANDIDATES, HIGH, LOW, PLACES, SEEN, TOKENS } from "./memory-layout";
import {
  findSlot,
  firstSlotOffset,
  hasShortKey,
  NOTE,
  TOKEN,
  tokenSlotMask,
  tokenSlots,
} from "./token-table";

/**
 * Finds the tokens of the words of a text, and makes each a candidate: the n-gram of one token. Loops that do not
 * depend on what is found come first, so that the processor waits for many places in memory at the same time.
 *
 * @param bytes  Four times the number of words.
 * @returns      False where tokens collide too often.
 */
export function findTokens(bytes: u32): bool {
  const slots = tokenSlots;
  const mask = tokenSlotMask;
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    const first = firstSlotOffset(load<u32>(LOW + offset), load<u32>(HIGH + offset), mask);
    store<u32>(PLACES + offset, slots + first);
  }
  readPlaces(bytes);
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    const key = i64(load<u32>(LOW + offset)) | (i64(load<u32>(HIGH + offset)) << 32);
    let slot = load<u32>(PLACES + offset);
    if (!hasShortKey(slot, key)) {
      slot = findSlot(slot, key, offset);
      if (slot === 0) return false;
    }
    store<u32>(TOKENS + offset, load<u32>(slot, TOKEN) - 1);
    store<u32>(CANDIDATES + offset, load<u32>(slot, NOTE) - 1);
    store<u32>(CANDIDATE_STARTS + offset, offset);
  }
  return true;
}

/** Reads the 32 bits at each place, so that these places are in the processor's cache. */
export function readPlaces(bytes: u32): void {
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    store<u32>(SEEN + offset, load<u32>(load<u32>(PLACES + offset)));
  }
}

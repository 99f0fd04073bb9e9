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
 * Looks up the token of each word of a text, and writes the n-gram of this one token as the first candidate. First all
 * places in the table are computed and read in loops whose steps do not depend on one another, so that the processor
 * waits for many of them at the same time. Only then are the keys compared.
 *
 * @param bytes  Four times the number of words.
 * @returns      False where too many tokens have the same place in the table.
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

/** Copies the 32 bits at each address in `PLACES` to `SEEN`. This also brings them into the processor's cache. */
export function readPlaces(bytes: u32): void {
  for (let offset: u32 = 0; offset < bytes; offset += 4) {
    store<u32>(SEEN + offset, load<u32>(load<u32>(PLACES + offset)));
  }
}

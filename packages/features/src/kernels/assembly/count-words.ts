import { allocate } from "./allocate";
import { HIGH, LOW } from "./memory-layout";
import {
  createTokenTable,
  findOrAdd,
  firstSlotOffset,
  hasShortKey,
  NOTE,
  TOKEN,
  tokenSlotMask,
  tokenSlots,
} from "./token-table";

/** Number of entries, each a distinct word of a document, that fit before they have to be copied out. */
export const MAX_ENTRIES: u32 = 65536;

/** Of each entry the token, and how often it occurs in the document. */
export let entryTokens: u32 = 0;
export let entryCounts: u32 = 0;

/** Prepares the counting of documents; false where there is no memory for it. */
export function startCounting(): bool {
  entryTokens = allocate(4 * MAX_ENTRIES);
  entryCounts = allocate(4 * MAX_ENTRIES);
  return entryTokens !== 0 && entryCounts !== 0 && createTokenTable();
}

/**
 * Counts the words that were found in a text, as `DocumentCounter` does: an entry that ends behind `first` belongs
 * to this document, so that a word costs one lookup, and nothing is cleared between documents.
 *
 * @param words    Number of words.
 * @param first    Number of entries of the documents before.
 * @param removed  Number of entries that have been copied out.
 * @returns        The number of entries then; −1 where there is no memory, or tokens collide too often.
 */
export function countWords(words: u32, first: u32, removed: u32): i32 {
  const end = words << 2;
  const tokens = entryTokens;
  const counts = entryCounts;
  let slots = tokenSlots;
  let mask = tokenSlotMask;
  let used = first;
  for (let offset: u32 = 0; offset < end; offset += 4) {
    const low = load<u32>(LOW + offset);
    const high = load<u32>(HIGH + offset);
    const key = i64(low) | (i64(high) << 32);
    let slot = slots + firstSlotOffset(low, high, mask);
    // Most words are short ASCII ones, and stand where their lookup begins.
    if (!hasShortKey(slot, key)) {
      slot = findOrAdd(slot, key, offset);
      if (slot === 0) return -1;
      slots = tokenSlots;
      mask = tokenSlotMask;
    }
    // Without a branch, since a processor cannot predict which words are new to the document.
    const last = load<u32>(slot, NOTE);
    const isNew = u32(last <= first);
    used += isNew;
    const ifNew = 0 - isNew;
    const entry = last ^ (ifNew & (last ^ used));
    store<u32>(slot, entry, NOTE);
    const place = (entry - 1 - removed) << 2;
    store<u32>(tokens + place, load<u32>(slot, TOKEN) - 1);
    store<u32>(counts + place, 1 + (load<u32>(counts + place) & ~ifNew));
  }
  return used;
}

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

/** Number of entries that fit before they have to be copied out. An entry is a distinct word of a document. */
export const MAX_ENTRIES: u32 = 65536;

/** Addresses of two arrays: the token of each entry, and how often it occurs in the document. */
export let entryTokens: u32 = 0;
export let entryCounts: u32 = 0;

/** Prepares the counting of documents; false where there is no memory for it. */
export function startCounting(): bool {
  entryTokens = allocate(4 * MAX_ENTRIES);
  entryCounts = allocate(4 * MAX_ENTRIES);
  return entryTokens !== 0 && entryCounts !== 0 && createTokenTable();
}

/**
 * Counts the words of one document, which `scanWords` has found. Entries are numbered from one over all documents, and
 * the table of tokens has the number of each token's latest entry. If that number is at most `first`, the entry is of
 * an earlier document: the token is new to this one and gets a new entry. Else its count grows by one. So a word costs
 * one lookup, and nothing is cleared between documents. `DocumentCounter` does the same in TypeScript.
 *
 * @param words    Number of words.
 * @param first    Number of entries of all earlier documents.
 * @param removed  Number of entries that the caller has copied out: their space is used again.
 * @returns        The number of entries including this document's; −1 where there is no memory, or too many tokens have
 *                 the same place in the table.
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
    // Most words are short, of ASCII characters, and are found in the first slot that is looked at.
    if (!hasShortKey(slot, key)) {
      slot = findOrAdd(slot, key, offset);
      if (slot === 0) return -1;
      slots = tokenSlots;
      mask = tokenSlotMask;
    }
    // Written without an `if`: a processor cannot predict which words are new to the document.
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

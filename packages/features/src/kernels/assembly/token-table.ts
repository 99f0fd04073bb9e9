// The table of tokens, an open-addressing hash table as `Interner` has it. A slot has 16 bytes: the key, the token's
// number plus one (0 in an empty slot), and a note: counting writes where the token's last entry ends, and a lookup
// has the n-gram that the token is by itself, plus one.

import { FROM, TO, UNITS } from "./memory-layout";

/** Offsets in a slot. */
export const TOKEN: u32 = 8;
export const NOTE: u32 = 12;
export const SLOT: u32 = 16;

/** Greatest number of other tokens that a lookup passes; more are a sign of tokens made to collide. */
const MAX_PASSED: i32 = 256;

/** The slots, and the number of their bytes less one. */
export let tokenSlots: u32 = 0;
export let tokenSlotMask: u32 = 0;

/** UTF-16 code units of all tokens, and of each token where its units end. */
export let tokenUnits: u32 = 0;
export let tokenEnds: u32 = 0;

/** Sets the slots of an empty table, or of one that was made larger. */
export function setTokenSlots(slots: u32, mask: u32): void {
  tokenSlots = slots;
  tokenSlotMask = mask;
}

export function setTokenUnits(units: u32): void {
  tokenUnits = units;
}

export function setTokenEnds(ends: u32): void {
  tokenEnds = ends;
}

/** The bytes from the first slot to the one where the lookup of a key begins: `quickHash` of interner.ts. */
export function firstSlotOffset(low: u32, high: u32, mask: u32): u32 {
  let hash = (low * 0x2c1b3c6d) ^ (high * 0x297a2d39);
  hash = (hash ^ (hash >> 15)) * 0x85ebca6b;
  return ((hash ^ (hash >> 13)) << 4) & mask;
}

/** Whether a slot holds a key of up to eight ASCII characters, for which equal keys are equal tokens. */
export function hasShortKey(slot: u32, key: i64): bool {
  return (i32(load<i64>(slot) === key) & i32(key >= 0)) !== 0;
}

/**
 * Finds a word in the table by linear probing.
 *
 * @param slot    Where its lookup begins.
 * @param offset  Four times the word's number in the text.
 * @returns       Its slot, or an empty one; 0 after passing more than `MAX_PASSED` others.
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 6.4, algorithm L.
 */
export function findSlot(slot: u32, key: i64, offset: u32): u32 {
  let passed = 0;
  do {
    const token = load<u32>(slot, TOKEN);
    if (token === 0) return slot;
    if (load<i64>(slot) === key) {
      if (key >= 0 || equalsWord(tokenUnits + (tokenStart(token) << 1), offset)) return slot;
    }
    slot = tokenSlots + ((slot - tokenSlots + SLOT) & tokenSlotMask);
  } while (++passed <= MAX_PASSED);
  return 0;
}

/** Where the units of a token, given as its number plus one, begin among those of all tokens. */
function tokenStart(token: u32): u32 {
  return token === 1 ? 0 : load<u32>(tokenEnds + ((token - 2) << 2));
}

/** Whether units are those of a word in the text that has as many: four at a time, the last four once more. */
function equalsWord(units: u32, offset: u32): bool {
  let word = unitsAt(FROM, offset);
  const end = unitsAt(TO, offset);
  if (end - word < 8) return equalsShort(units, word, end);
  const last = end - 8;
  const lastUnits = units + (last - word);
  do {
    if (load<u64>(units) !== load<u64>(word)) return false;
    units += 8;
    word += 8;
  } while (word < last);
  return load<u64>(lastUnits) === load<u64>(last);
}

function equalsShort(units: u32, word: u32, end: u32): bool {
  do {
    if (load<u16>(units) !== load<u16>(word)) return false;
    units += 2;
    word += 2;
  } while (word < end);
  return true;
}

/** The address of the unit where a word starts (`FROM`) or ends (`TO`). */
export function unitsAt(bound: u32, offset: u32): u32 {
  return UNITS + (load<u32>(bound + offset) << 1);
}

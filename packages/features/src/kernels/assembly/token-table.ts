// The table of all tokens, an open-addressing hash table like that of `Interner`. A slot has 16 bytes: 8 for the key, 4
// for the token's number plus one (0 in an empty slot), and 4 for a number that depends on the task: for countWords
// the number of the token's latest entry, for findTokens the number of the n-gram of this one token, plus one.

import { allocate } from "./allocate";
import { FROM, TO, UNITS } from "./memory-layout";

/** Offsets in a slot: of the token's number plus one, and of the number that depends on the task. */
export const TOKEN: u32 = 8;
export const NOTE: u32 = 12;
const SLOT: u32 = 16;

/** Greatest number of other tokens that a lookup compares. More are a sign of tokens that were chosen to collide. */
const MAX_PASSED: i32 = 256;

/** Capacity of an empty table. */
const FIRST_SLOTS: u32 = 1 << 15;
const FIRST_UNITS: u32 = 1 << 17;
const FIRST_TOKENS: u32 = 1 << 14;

/** The address of the slots, and the number of their bytes minus one. */
export let tokenSlots: u32 = 0;
export let tokenSlotMask: u32 = 0;

/** Addresses of two arrays: the UTF-16 code units of all tokens in succession, and where those of each token end. */
export let tokenUnits: u32 = 0;
export let tokenEnds: u32 = 0;

/** Number of tokens, and of the code units of all of them. */
export let tokenCount: u32 = 0;
export let tokenUnitCount: u32 = 0;

let tokenCapacity: u32 = 0;
let unitCapacity: u32 = 0;

/**
 * The offset in bytes of the slot where the lookup of a key begins, by the hash function `quickHash` of interner.ts.
 */
export function firstSlotOffset(low: u32, high: u32, mask: u32): u32 {
  let hash = (low * 0x2c1b3c6d) ^ (high * 0x297a2d39);
  hash = (hash ^ (hash >> 15)) * 0x85ebca6b;
  return ((hash ^ (hash >> 13)) << 4) & mask;
}

/**
 * Whether a slot holds this key, and the key is that of a word of up to eight ASCII characters. Such a word and its key
 * determine each other, so that the characters need not be compared.
 */
export function hasShortKey(slot: u32, key: i64): bool {
  return (i32(load<i64>(slot) === key) & i32(key >= 0)) !== 0;
}

/**
 * Finds a word in the table by linear probing.
 *
 * @param slot    Where its lookup begins.
 * @param offset  Four times the word's number in the text.
 * @returns       Its slot, or the empty one where it belongs; 0 after more than `MAX_PASSED` other tokens.
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

/** Where the code units of a token begin in `tokenUnits`. @param token  Its number plus one. */
function tokenStart(token: u32): u32 {
  return token === 1 ? 0 : load<u32>(tokenEnds + ((token - 2) << 2));
}

/**
 * Whether the code units of a token, at the address `units`, are those of a word of the text. Both have equally many,
 * because their keys are equal. Four units are compared at a time; the last four may overlap those before.
 */
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
function unitsAt(bound: u32, offset: u32): u32 {
  return UNITS + (load<u32>(bound + offset) << 1);
}

/**
 * Finds a word, and adds it when it is new.
 *
 * @param start  Where its lookup begins.
 * @returns      Its slot; 0 as in `findSlot`, and where there is no memory.
 */
export function findOrAdd(start: u32, key: i64, offset: u32): u32 {
  const slot = findSlot(start, key, offset);
  return slot !== 0 && load<u32>(slot, TOKEN) === 0 ? addToken(slot, key, offset) : slot;
}

/** Makes an empty table; false where there is no memory for it. */
export function createTokenTable(): bool {
  unitCapacity = FIRST_UNITS;
  tokenCapacity = FIRST_TOKENS;
  tokenUnits = allocate(2 * FIRST_UNITS);
  tokenEnds = allocate(4 * FIRST_TOKENS);
  tokenSlots = allocate(SLOT * FIRST_SLOTS);
  tokenSlotMask = SLOT * FIRST_SLOTS - 1;
  return tokenSlots !== 0;
}

/**
 * Adds a word at an empty slot.
 *
 * @param offset  Four times its number in the text.
 * @returns       Its slot, which is another one when the table has grown; 0 where there is no memory.
 */
function addToken(slot: u32, key: i64, offset: u32): u32 {
  const from = unitsAt(FROM, offset);
  const bytes = unitsAt(TO, offset) - from;
  if (!reserveToken(bytes >> 1)) return 0;
  memory.copy(tokenUnits + (tokenUnitCount << 1), from, bytes);
  tokenUnitCount += bytes >> 1;
  store<u32>(tokenEnds + (tokenCount << 2), tokenUnitCount);
  tokenCount++;
  store<i64>(slot, key);
  store<u32>(slot, tokenCount, TOKEN);
  // At most half of the slots are full.
  if (tokenCount << 5 <= tokenSlotMask) return slot;
  return doubleSlots() ? findSlot(firstSlot(key), key, offset) : 0;
}

/** The slot where the lookup of a key begins. */
function firstSlot(key: i64): u32 {
  return tokenSlots + firstSlotOffset(u32(key), u32(key >> 32), tokenSlotMask);
}

/** Makes room for one more token. */
function reserveToken(units: u32): bool {
  if (tokenUnitCount + units > unitCapacity) {
    const capacity = 2 * (unitCapacity + units);
    const moved = grown(tokenUnits, tokenUnitCount << 1, capacity << 1);
    if (moved === 0) return false;
    tokenUnits = moved;
    unitCapacity = capacity;
  }
  if (tokenCount === tokenCapacity) {
    const capacity = 2 * tokenCapacity;
    const moved = grown(tokenEnds, tokenCount << 2, capacity << 2);
    if (moved === 0) return false;
    tokenEnds = moved;
    tokenCapacity = capacity;
  }
  return true;
}

/** A larger copy of the `used` bytes of an array; 0 where there is no memory. */
function grown(array: u32, used: u32, bytes: u32): u32 {
  const copy = allocate(bytes);
  if (copy !== 0) memory.copy(copy, array, used);
  return copy;
}

/** Moves all tokens to a table of twice as many slots. */
function doubleSlots(): bool {
  const oldSlots = tokenSlots;
  const oldEnd = tokenSlots + tokenSlotMask + 1;
  const mask = (tokenSlotMask << 1) | 1;
  const slots = allocate(mask + 1);
  if (slots === 0) return false;
  tokenSlots = slots;
  tokenSlotMask = mask;
  for (let old = oldSlots; old < oldEnd; old += SLOT) {
    if (load<u32>(old, TOKEN) === 0) continue;
    let slot = firstSlot(load<i64>(old));
    while (load<u32>(slot, TOKEN) !== 0) slot = slots + ((slot - slots + SLOT) & mask);
    v128.store(slot, v128.load(old));
  }
  return true;
}

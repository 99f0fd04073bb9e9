// Adds words to the table of tokens, which grows.

import { allocate } from "./allocate";
import { FROM, TO } from "./memory-layout";
import {
  findSlot,
  firstSlotOffset,
  SLOT,
  setTokenEnds,
  setTokenSlots,
  setTokenUnits,
  TOKEN,
  tokenEnds,
  tokenSlotMask,
  tokenSlots,
  tokenUnits,
  unitsAt,
} from "./token-table";

const FIRST_SLOTS: u32 = 1 << 15;
const FIRST_UNITS: u32 = 1 << 17;
const FIRST_TOKENS: u32 = 1 << 14;

/** Number of tokens, and of their units. */
export let tokenCount: u32 = 0;
export let tokenUnitCount: u32 = 0;

let tokenCapacity: u32 = 0;
let unitCapacity: u32 = 0;

/** Makes an empty table; false where there is no memory for it. */
export function createTokenTable(): bool {
  unitCapacity = FIRST_UNITS;
  tokenCapacity = FIRST_TOKENS;
  setTokenUnits(allocate(2 * FIRST_UNITS));
  setTokenEnds(allocate(4 * FIRST_TOKENS));
  setTokenSlots(allocate(SLOT * FIRST_SLOTS), SLOT * FIRST_SLOTS - 1);
  return tokenSlots !== 0;
}

/**
 * Adds a word at an empty slot.
 *
 * @param offset  Four times its number in the text.
 * @returns       Its slot, which is another one when the table has grown; 0 where there is no memory.
 */
export function addToken(slot: u32, key: i64, offset: u32): u32 {
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
export function firstSlot(key: i64): u32 {
  return tokenSlots + firstSlotOffset(u32(key), u32(key >> 32), tokenSlotMask);
}

/** Makes room for one more token. */
function reserveToken(units: u32): bool {
  if (tokenUnitCount + units > unitCapacity) {
    const capacity = 2 * (unitCapacity + units);
    const moved = grown(tokenUnits, tokenUnitCount << 1, capacity << 1);
    if (moved === 0) return false;
    setTokenUnits(moved);
    unitCapacity = capacity;
  }
  if (tokenCount === tokenCapacity) {
    const capacity = 2 * tokenCapacity;
    const moved = grown(tokenEnds, tokenCount << 2, capacity << 2);
    if (moved === 0) return false;
    setTokenEnds(moved);
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
  setTokenSlots(slots, mask);
  for (let old = oldSlots; old < oldEnd; old += SLOT) {
    if (load<u32>(old, TOKEN) === 0) continue;
    let slot = firstSlot(load<i64>(old));
    while (load<u32>(slot, TOKEN) !== 0) slot = slots + ((slot - slots + SLOT) & mask);
    v128.store(slot, v128.load(old));
  }
  return true;
}

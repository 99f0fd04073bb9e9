import type { TokenBuffer } from "../tokenizers/token-buffer.js";
import { type Interner, quickHash } from "./interner.js";

// For each token of a document the first slot of its lookup, and half of the key there. Reused by the next call.
let firsts = new Int32Array(256);
let keys = new Int32Array(256);

/** Writes for each token of a document its number, −1 for an unknown one, and its note minus one. */
export function findTokens(tokens: Interner, buffer: TokenBuffer, ids: Int32Array, notes: Int32Array): void {
  const { count, units, from, to, low, high } = buffer;
  if (firsts.length < count || firsts.length > MAX_KEPT) {
    firsts = new Int32Array(Math.max(count, 256));
    keys = new Int32Array(firsts.length);
  }
  const { slots } = tokens;
  const mask = slots.length - 1;
  const places = firsts;
  const seen = keys;
  // No step of this loop depends on another one, so that the processor reads several places in memory at the same time.
  for (let i = 0; i < count; i++) {
    const place = (quickHash(low[i]!, high[i]!) << 2) & mask;
    places[i] = place;
    seen[i] = slots[place]!;
  }
  for (let i = 0; i < count; i++) {
    let place = places[i]!;
    // Short ASCII tokens with equal keys are equal, and no key of theirs is 0. Other tokens need a search. So do all
    // tokens after a search that has replaced the table, because their places are those of the old table.
    const isThere = seen[i] === low[i] && slots[place + 1] === high[i] && high[i]! >= 0;
    if (!isThere || tokens.slots !== slots) {
      place = tokens.slotOf(units, from[i]!, to[i]!, low[i]!, high[i]!);
    }
    ids[i] = tokens.slots[place + 2]! - 1;
    notes[i] = tokens.slots[place + 3]! - 1;
  }
}

const MAX_KEPT = 1 << 16;

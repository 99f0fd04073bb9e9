import { createHash } from "node:crypto";

/** Tells whether an id was seen before. */
export interface IdSet {
  /** Adds an id; `false` when it is there already. */
  add(id: string): boolean;
}

const WORDS = 3;

/** The same by the ids themselves, which is faster where they are in memory anyway. */
export function createPlainIdSet(): IdSet {
  const seen = new Set<string>();
  return { add: (id) => seen.size < seen.add(id).size };
}

/**
 * A set of ids in 25 to 50 bytes each, whatever their length, outside of the garbage collector's reach: 96 bits
 * of each id's SHA-256 in an open-addressing table. Two ids of a billion are taken for one with a chance of
 * 10⁻¹¹.
 */
export function createIdSet(): IdSet {
  let slots = 2 ** 12;
  let table = new Uint32Array(slots * WORDS);
  let size = 0;

  /** Finds the print's place; takes it when it is free, and says so. */
  function place(a: number, b: number, c: number): boolean {
    let slot = a & (slots - 1);
    for (;;) {
      const at = slot * WORDS;
      if (table[at] === 0 && table[at + 1] === 0 && table[at + 2] === 0) {
        table[at] = a;
        table[at + 1] = b;
        table[at + 2] = c;
        return true;
      }
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c) return false;
      slot = (slot + 1) & (slots - 1);
    }
  }

  function grow(): void {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * WORDS);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at] !== 0 || old[at + 1] !== 0 || old[at + 2] !== 0)
        place(old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }

  return {
    add(id) {
      if (size * 2 >= slots) grow();
      const print = createHash("sha256").update(id, "utf8").digest();
      // A print of nothing but zeros would look like a free place.
      const isNew = place(print.readUInt32LE(0), print.readUInt32LE(4), (print.readUInt32LE(8) | 1) >>> 0);
      if (isNew) size++;
      return isNew;
    },
  };
}

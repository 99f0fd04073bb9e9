import { createHash } from "node:crypto";

/** A set of ids that tells whether an id was added before. */
export interface IdSet {
  /** Adds an id. Returns `false` when the set has it already. */
  add(id: string): boolean;
}

const WORDS = 3;

/** A set that keeps the ids themselves: faster than {@link createIdSet} when the ids are in memory anyway. */
export function createExactIdSet(): IdSet {
  const seen = new Set<string>();
  return { add: (id) => seen.size < seen.add(id).size };
}

/**
 * A set that keeps 96 bits of the SHA-256 of each id in a hash table with open addressing: 25 to 50 bytes an id,
 * whatever its length. The probability that two of a billion ids are taken for the same is 10⁻¹¹.
 */
export function createIdSet(): IdSet {
  let slots = 2 ** 12;
  let table = new Uint32Array(slots * WORDS);
  let size = 0;

  /** Finds the slot of a hash. Returns `true` when it was free and is used now. */
  function insert(a: number, b: number, c: number): boolean {
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
        insert(old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }

  return {
    add(id) {
      if (size * 2 >= slots) grow();
      const hash = createHash("sha256").update(id, "utf8").digest();
      // A hash of zeros would look like a free slot.
      const isNew = insert(hash.readUInt32LE(0), hash.readUInt32LE(4), (hash.readUInt32LE(8) | 1) >>> 0);
      if (isNew) size++;
      return isNew;
    },
  };
}

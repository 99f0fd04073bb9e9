import { type CountSummary, summarizeCounts } from "./count-summary.js";

/** Document frequencies of words, interned by their UTF-16 units. */
export interface TermTable {
  /**
   * Counts a word of the current document.
   *
   * @returns The word's number when this document had not had it yet, else −1 − number.
   */
  add(units: Uint16Array, length: number, hash: number): number;
  /** Starts the next document; may drop rare words to stay in bounded memory. */
  nextDocument(): void;
  /** What `classify` said of a word, by its number; good until the next document starts. */
  mark(id: number): number;
  summary(): CountSummary;
}

/** Different words held while streaming, as a multiple of those kept in the end. */
const SLACK = 16;

/** Fields of a record, and its length in 32-bit integers. */
const HASH = 0;
const START = 1;
const LENGTH = 2;
const COUNT = 3;
const STAMP = 4;
const MARK = 5;
const STRIDE = 8;

/**
 * An open-addressing hash table over a pool of UTF-16 units: no string is made for a word until the summary.
 *
 * When more than 16 × `capacity` different words are held, those with the lowest counts go (lossy counting,
 * Manku & Motwani 2002), and the summary says by how much its counts can be too low.
 *
 * @param classify  Asked once for each different word: 32 bits to remember of it.
 */
export function termTable(capacity: number, classify: (word: string) => number = () => 0): TermTable {
  let slots = new Int32Array(1 << 14).fill(-1);
  let pool = new Uint16Array(1 << 16);
  let used = 0;
  // A word's facts lie side by side: looking one up costs one line of the cache.
  let records = new Int32Array(STRIDE << 12);
  let size = 0;
  let document = 1;
  let error = 0;

  function rehash(slotCount: number): void {
    slots = new Int32Array(slotCount).fill(-1);
    const mask = slotCount - 1;
    for (let id = 0; id < size; id++) {
      let slot = records[id * STRIDE + HASH]! & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
  }

  function insert(units: Uint16Array, length: number, hash: number): number {
    if ((size + 1) * STRIDE > records.length) {
      const grown = new Int32Array(records.length * 2);
      grown.set(records);
      records = grown;
    }
    if (used + length > pool.length) {
      const grown = new Uint16Array(pool.length * 2);
      grown.set(pool);
      pool = grown;
    }
    for (let i = 0; i < length; i++) pool[used + i] = units[i]!;
    const at = size * STRIDE;
    records[at + HASH] = hash;
    records[at + START] = used;
    records[at + LENGTH] = length;
    records[at + COUNT] = 1;
    records[at + STAMP] = document;
    records[at + MARK] = classify(String.fromCharCode(...units.subarray(0, length)));
    used += length;
    return size++;
  }

  function word(id: number): string {
    const start = records[id * STRIDE + START]!;
    return String.fromCharCode(...pool.subarray(start, start + records[id * STRIDE + LENGTH]!));
  }

  function ascendingCounts(): Int32Array {
    const counts = new Int32Array(size);
    for (let id = 0; id < size; id++) counts[id] = records[id * STRIDE + COUNT]!;
    return counts.sort();
  }

  /** Keeps the words whose count is over the lowest one that brings the number down to `capacity`. */
  function prune(): void {
    const border = ascendingCounts()[size - capacity]!;
    const previous = size;
    size = 0;
    used = 0;
    // Words move leftwards, so those still to come are not overwritten.
    for (let id = 0; id < previous; id++) {
      const from = id * STRIDE;
      if (records[from + COUNT]! <= border) continue;
      const start = records[from + START]!;
      const length = records[from + LENGTH]!;
      pool.copyWithin(used, start, start + length);
      records.copyWithin(size * STRIDE, from, from + STRIDE);
      records[size * STRIDE + START] = used;
      used += length;
      size++;
    }
    error += border;
    rehash(slots.length);
  }

  return {
    add(units, length, hash) {
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let id = slots[slot]!; id !== -1; id = slots[slot]!) {
        const at = id * STRIDE;
        if (
          records[at + HASH] === hash &&
          records[at + LENGTH] === length &&
          same(pool, records[at + START]!, units, length)
        ) {
          if (records[at + STAMP] === document) return -1 - id;
          records[at + STAMP] = document;
          records[at + COUNT]!++;
          return id;
        }
        slot = (slot + 1) & mask;
      }
      const id = insert(units, length, hash);
      slots[slot] = id;
      if (2 * size > slots.length) rehash(slots.length * 2);
      return id;
    },
    nextDocument() {
      if (size > SLACK * capacity) prune();
      document++;
    },
    mark: (id) => records[id * STRIDE + MARK]!,
    summary() {
      // Strings are made only of words that can be among the kept ones, and of one that is dropped.
      const least = size > capacity + 1 ? ascendingCounts()[size - capacity - 1]! : 0;
      const all: [string, number][] = [];
      for (let id = 0; id < size; id++) {
        const count = records[id * STRIDE + COUNT]!;
        if (count >= least) all.push([word(id), count]);
      }
      return summarizeCounts(all, capacity, { floor: error, error });
    },
  };
}

function same(pool: Uint16Array, from: number, units: Uint16Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (pool[from + i] !== units[i]) return false;
  return true;
}

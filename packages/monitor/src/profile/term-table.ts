import { type CountSummary, summarizeCounts } from "./count-summary.js";
import type { GroupCounts } from "./group-counts.js";

/** Document frequencies of words, interned by their UTF-16 units. */
export interface TermTable {
  /**
   * Counts a word of the current document.
   *
   * @param units  The word, unless the tails are all of it.
   * @param tail   The last four units, eight bits each; `tail2` the four before them.
   * @param exact  The tails are all of it: it has at most eight units, each below 256.
   * @returns      What `classify` said of the word; its complement (~) when the document had it already.
   */
  add(units: Uint16Array, length: number, hash: number, tail: number, tail2: number, exact: boolean): number;
  /** Starts the next document; may drop rare words to stay in bounded memory, unless groups are counted. */
  nextDocument(): void;
  summary(): CountSummary;
  /** The numbers by which the group counts know the words of the summary, in its order. */
  numbers(summary: CountSummary): number[];
}

/** Different words held while streaming, as a multiple of those kept in the end. */
const SLACK = 16;

/** Groups of hashes, a power of 2. */
const RECENT = 4096;

/** Fields of a record, and its length in 32-bit integers. */
const HASH = 0;
const START = 1;
const LENGTH = 2;
const COUNT = 3;
const STAMP = 4;
const MARK = 5;
const TAIL = 6;
const TAIL2 = 7;
const STRIDE = 8;

/**
 * An open-addressing hash table over a pool of UTF-16 units: no string is made for a word until the summary.
 *
 * When more than 16 × `capacity` different words are held, those with the lowest counts go (lossy counting,
 * Manku & Motwani 2002), and the summary says by how much its counts can be too low.
 *
 * @param classify  Asked once for each different word: 31 bits to remember of it.
 * @param groups    Told of each word of each document, when groups are counted.
 */
export function termTable(
  capacity: number,
  classify: (word: string) => number,
  groups?: GroupCounts,
): TermTable {
  let slots = new Int32Array(1 << 14).fill(-1);
  // The last word met of each group of hashes: half of a text are some hundred words, and this stays in the cache.
  const short = new Uint16Array(8);
  const recent = new Int32Array(RECENT).fill(-1);
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

  function insert(units: Uint16Array, length: number, hash: number, tail: number, tail2: number): number {
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
    const mark = classify(stringOf(units, 0, length));
    records[at + MARK] = mark;
    records[at + TAIL] = tail;
    records[at + TAIL2] = tail2;
    used += length;
    return size++;
  }

  function word(id: number): string {
    const start = records[id * STRIDE + START]!;
    return stringOf(pool, start, start + records[id * STRIDE + LENGTH]!);
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
    recent.fill(-1);
  }

  function isWord(
    id: number,
    units: Uint16Array,
    length: number,
    hash: number,
    tail: number,
    tail2: number,
    exact: boolean,
  ): boolean {
    const at = id * STRIDE;
    return (
      records[at + HASH] === hash &&
      records[at + TAIL] === tail &&
      records[at + TAIL2] === tail2 &&
      records[at + LENGTH] === length &&
      (exact || same(pool, records[at + START]!, units, length))
    );
  }

  function count(id: number): number {
    const at = id * STRIDE;
    const mark = records[at + MARK]!;
    if (records[at + STAMP] === document) return ~mark;
    records[at + STAMP] = document;
    records[at + COUNT]!++;
    groups?.add(id);
    return mark;
  }

  function unitsOf(tail: number, tail2: number, length: number): Uint16Array {
    for (let k = 0; k < length; k++) {
      const back = length - 1 - k;
      short[k] = (back < 4 ? tail >>> (8 * back) : tail2 >>> (8 * (back - 4))) & 0xff;
    }
    return short;
  }

  return {
    add(units, length, hash, tail, tail2, exact) {
      const group = hash & (RECENT - 1);
      const last = recent[group]!;
      if (last !== -1 && isWord(last, units, length, hash, tail, tail2, exact)) return count(last);
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let id = slots[slot]!; id !== -1; id = slots[slot]!) {
        if (isWord(id, units, length, hash, tail, tail2, exact)) {
          recent[group] = id;
          return count(id);
        }
        slot = (slot + 1) & mask;
      }
      const id = insert(exact ? unitsOf(tail, tail2, length) : units, length, hash, tail, tail2);
      slots[slot] = id;
      recent[group] = id;
      groups?.add(id);
      if (2 * size > slots.length) rehash(slots.length * 2);
      return records[id * STRIDE + MARK]!;
    },
    nextDocument() {
      // Groups keep their words' numbers until they are over.
      if (size > SLACK * capacity && !groups) prune();
      document++;
    },
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
    numbers(summary) {
      // Rarer words are not among them: no strings are made of those.
      const least = summary.counts.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER);
      const ids = new Map<string, number>();
      for (let id = 0; id < size; id++) if (records[id * STRIDE + COUNT]! >= least) ids.set(word(id), id);
      return summary.values.map((value) => ids.get(value)!);
    },
  };
}

function same(pool: Uint16Array, from: number, units: Uint16Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (pool[from + i] !== units[i]) return false;
  return true;
}

function stringOf(units: Uint16Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i++) text += String.fromCharCode(units[i]!);
  return text;
}

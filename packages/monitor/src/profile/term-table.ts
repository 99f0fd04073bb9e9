import { type CountSummary, summarizeCounts } from "./count-summary.js";
import type { GroupCounts } from "./group-counts.js";
import {
  appendWord,
  ascendingCounts,
  COUNT,
  dropRareWords,
  emptyRecords,
  HASH,
  isWord,
  LAST_DOCUMENT,
  PATTERN,
  type ScannedWord,
  STRIDE,
  type TermRecords,
  wordText,
} from "./term-records.js";

/** While texts are read, the table has up to this many times as many words as the summary will have. */
const HELD_PER_KEPT = 16;

/** Number of entries of the cache of recent words; a power of 2. */
const RECENT_WORDS = 4096;

/**
 * Document frequencies of words: an open-addressing hash table.
 *
 * When it holds more than 16 × `capacity` words, those with the lowest counts are dropped (lossy counting, Manku &
 * Motwani 2002). The summary says by how much its counts can be too low.
 */
export interface TermTable extends TermRecords {
  /** Number of words in the summary. */
  readonly capacity: number;
  /** Called once for each different word; returns 31 bits that are stored with it. */
  readonly classify: (word: string) => number;
  /** Counts words by group of texts. */
  readonly groups: GroupCounts | undefined;
  /** The numbers of words by hash; −1 where there is none. */
  slots: Int32Array;
  /**
   * A cache of the words that were looked up last, by some bits of the hash. A few words make up half of all texts, and
   * this array fits into the processor's cache.
   */
  readonly recent: Int32Array;
  /** Number of the current document. */
  document: number;
  /** By how much a count can be too low. */
  error: number;
}

/** Makes an empty table. */
export function createTermTable(
  capacity: number,
  classify: (word: string) => number,
  groups?: GroupCounts,
): TermTable {
  return {
    ...emptyRecords(),
    capacity,
    classify,
    groups,
    slots: new Int32Array(1 << 14).fill(-1),
    recent: new Int32Array(RECENT_WORDS).fill(-1),
    document: 1,
    error: 0,
  };
}

/** Starts the next document. May drop rare words to bound the memory, unless words are counted by group. */
export function startDocument(table: TermTable): void {
  // The group counts refer to words by their numbers, which dropping would change.
  if (table.size > HELD_PER_KEPT * table.capacity && !table.groups) {
    const highestDropped = ascendingCounts(table)[table.size - table.capacity]!;
    dropRareWords(table, highestDropped);
    table.error += highestDropped;
    rehash(table, table.slots.length);
    table.recent.fill(-1);
  }
  table.document++;
}

/**
 * Counts a word of the current document.
 *
 * @returns What `classify` returned for the word; its complement (~) when the document already had the word.
 */
export function countWord(table: TermTable, word: ScannedWord): number {
  const { slots, recent } = table;
  const { hash } = word;
  const recentSlot = hash & (RECENT_WORDS - 1);
  const last = recent[recentSlot]!;
  if (last !== -1 && isWord(table, last, word)) return countDocument(table, last);
  const mask = slots.length - 1;
  let slot = hash & mask;
  for (let id = slots[slot]!; id !== -1; id = slots[slot]!) {
    if (isWord(table, id, word)) {
      recent[recentSlot] = id;
      return countDocument(table, id);
    }
    slot = (slot + 1) & mask;
  }
  const id = appendWord(table, word, table.document);
  const pattern = table.classify(wordText(table, id));
  table.records[id * STRIDE + PATTERN] = pattern;
  slots[slot] = id;
  recent[recentSlot] = id;
  table.groups?.add(id);
  if (2 * table.size > slots.length) rehash(table, slots.length * 2);
  return pattern;
}

/** The document frequencies of the most frequent words. */
export function termSummary(table: TermTable): CountSummary {
  const { records, size, capacity, error } = table;
  // A string is made only of words that can be in the summary, and of one that bounds the counts of the others.
  const lowest = size > capacity + 1 ? ascendingCounts(table)[size - capacity - 1]! : 0;
  const counts: [string, number][] = [];
  for (let id = 0; id < size; id++) {
    const count = records[id * STRIDE + COUNT]!;
    if (count >= lowest) counts.push([wordText(table, id), count]);
  }
  return summarizeCounts(counts, capacity, { floor: error, error });
}

/** For each word of a summary, its number in the group counts. */
export function termIds(table: TermTable, summary: CountSummary): number[] {
  const lowest = summary.counts.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER);
  const ids = new Map<string, number>();
  for (let id = 0; id < table.size; id++) {
    if (table.records[id * STRIDE + COUNT]! >= lowest) ids.set(wordText(table, id), id);
  }
  return summary.values.map((value) => ids.get(value)!);
}

function countDocument({ records, document, groups }: TermTable, id: number): number {
  const at = id * STRIDE;
  const pattern = records[at + PATTERN]!;
  if (records[at + LAST_DOCUMENT] === document) return ~pattern;
  records[at + LAST_DOCUMENT] = document;
  records[at + COUNT]!++;
  groups?.add(id);
  return pattern;
}

function rehash(table: TermTable, slotCount: number): void {
  const slots = new Int32Array(slotCount).fill(-1);
  const mask = slotCount - 1;
  for (let id = 0; id < table.size; id++) {
    let slot = table.records[id * STRIDE + HASH]! & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = id;
  }
  table.slots = slots;
}

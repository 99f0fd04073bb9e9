import { insertionSort } from "./column-sorter.js";
import { type Level, LevelBuilder } from "./level.js";
import { emptyPostings, type Postings } from "./postings.js";
import type { Counting } from "./pruning.js";
import type { RankedStream } from "./ranked-stream.js";

/** Marks in place of an entry: the token was dropped, or its n-gram has no entries. */
const DROPPED = -2;
const NO_ENTRIES = -1;

/** Greatest number of tokens that are sorted by insertion. */
const FEW = 32;

/** The longer n-grams so far, and the counts of the tokens that follow the shorter n-gram that is being extended. */
interface Extension {
  readonly ids: Int32Array;
  readonly shorter: Postings;
  /** Smallest and greatest document frequency. */
  readonly minDocuments: number;
  readonly maxDocuments: number;
  /** Whether the new n-grams are long enough to be features, and whether they are the longest. */
  readonly isCounted: boolean;
  readonly isLast: boolean;
  readonly builder: LevelBuilder;
  readonly longer: Postings;
  /** Number of occurrences in `longer`. */
  occurrences: number;
  /**
   * Two numbers for each token. The first: its document frequency, in the second pass the place of its next entry. The
   * second: the number, from one, of the latest document in which it was found.
   */
  readonly cells: Int32Array;
  /**
   * For each token the number of its occurrences; in the second pass the place where its next occurrence is written.
   */
  readonly places: Uint32Array;
  /** The different tokens that follow the shorter n-gram. */
  tokens: Uint32Array;
}

/**
 * Counts the n-grams one token longer than those that `shorter` holds. The tokens that follow an n-gram are counted in
 * a table with two numbers for each token, which stays in the processor's cache. Tokens that follow in fewer documents
 * than `minDf` allows are dropped at once, since no longer n-gram can be in more. The others are sorted, and a second
 * pass writes entries and occurrences. All memory but the table is read and written in order.
 *
 * @param n  Number of tokens of the new n-grams.
 */
export function extendNgrams(
  { ids, ranks }: RankedStream,
  { minN, maxN, limits, binary, keepsShort }: Counting,
  n: number,
  shorter: Postings,
): { readonly level: Level; readonly postings: Postings } {
  const { ends, stride, numbers } = shorter;
  const size = numbers.length / stride;
  const isLast = n === maxN;
  const state: Extension = {
    ids,
    shorter,
    ...limits,
    isCounted: n >= minN,
    isLast,
    builder: new LevelBuilder(n >= minN ? size : 0),
    longer: emptyPostings(isLast ? 0 : size, isLast ? 0 : size, keepsShort || n + 1 < maxN ? 3 : 2),
    occurrences: 0,
    cells: new Int32Array(2 * ranks),
    places: new Uint32Array(isLast ? 0 : ranks),
    tokens: new Uint32Array(1 << 10),
  };
  for (let parent = 0, start = 0; parent < ends.length; parent++) {
    const end = ends[parent]! * stride;
    if (end - start >= limits.minDocuments * stride) extendOne(state, parent, start, end);
    start = end;
  }
  if (binary) state.builder.counts.fill(1, 0, state.builder.used);
  return finish(state);
}

/** Counts what follows one shorter n-gram, whose occurrences are `numbers[start … end]`. */
function extendOne(state: Extension, parent: number, start: number, end: number): void {
  if (state.tokens.length < end - start) state.tokens = new Uint32Array(2 * (end - start));
  const distinct = countFollowing(state, start, end);
  if (addFrequent(state, parent, distinct) > 0) writeOccurrences(state, start, end);
  clearCells(state, distinct);
}

/** Counts the tokens that follow, and returns the number of different ones. */
function countFollowing(
  { shorter: { numbers, stride }, cells, places, tokens, isLast }: Extension,
  start: number,
  end: number,
): number {
  let distinct = 0;
  for (let k = start; k < end; k += stride) {
    const token = numbers[k + 1]!;
    if (token < 0) continue;
    const document = numbers[k]! + 1;
    const last = cells[2 * token + 1]!;
    if (last === 0) tokens[distinct++] = token;
    if (last !== document) {
      cells[2 * token + 1] = document;
      cells[2 * token]!++;
    }
    if (!isLast) places[token]!++;
  }
  return distinct;
}

/** Adds an n-gram for each token that is in enough documents, in order, and returns their number. */
function addFrequent(state: Extension, parent: number, distinct: number): number {
  const { cells, places, tokens, isLast, isCounted, maxDocuments, builder, longer } = state;
  const kept = partition(state, distinct);
  if (kept <= FEW) insertionSort(tokens, kept);
  else tokens.subarray(0, kept).sort();
  for (let k = 0; k < kept; k++) {
    const token = tokens[k]!;
    const inDocuments = cells[2 * token]!;
    const hasEntries = isCounted && inDocuments <= maxDocuments;
    cells[2 * token] = hasEntries ? builder.used : NO_ENTRIES;
    cells[2 * token + 1] = 0;
    if (hasEntries) builder.used += inDocuments;
    const node = builder.push(parent, token);
    if (isLast) continue;
    const occurrences = places[token]!;
    places[token] = state.occurrences;
    state.occurrences += occurrences;
    longer.ends[node] = state.occurrences;
  }
  return kept;
}

/** Puts the tokens that are in enough documents before the others, which are marked; returns their number. */
function partition({ tokens, cells, minDocuments }: Extension, distinct: number): number {
  let kept = 0;
  for (let k = 0; k < distinct; k++) {
    const token = tokens[k]!;
    if (cells[2 * token]! >= minDocuments) {
      tokens[k] = tokens[kept]!;
      tokens[kept++] = token;
    } else {
      cells[2 * token] = DROPPED;
    }
  }
  return kept;
}

/** Writes entries and occurrences of the new n-grams. */
function writeOccurrences(state: Extension, start: number, end: number): void {
  const { ids, cells, places, isLast, builder, longer } = state;
  const { numbers, stride } = state.shorter;
  const { documents, counts } = builder;
  for (let k = start; k < end; k += stride) {
    const token = numbers[k + 1]!;
    if (token < 0) continue;
    const entry = cells[2 * token]!;
    if (entry === DROPPED) continue;
    const document = numbers[k]!;
    if (entry >= 0) {
      if (cells[2 * token + 1] === document + 1) {
        counts[entry - 1]!++;
      } else {
        cells[2 * token] = entry + 1;
        cells[2 * token + 1] = document + 1;
        documents[entry] = document;
        counts[entry] = 1;
      }
    }
    if (isLast) continue;
    const at = longer.stride * places[token]!++;
    const next = numbers[k + 2]! + 1;
    longer.numbers[at] = document;
    longer.numbers[at + 1] = ids[next]!;
    if (longer.stride > 2) longer.numbers[at + 2] = next;
  }
}

function clearCells({ cells, places, tokens, isLast }: Extension, distinct: number): void {
  for (let k = 0; k < distinct; k++) {
    cells[2 * tokens[k]!] = 0;
    cells[2 * tokens[k]! + 1] = 0;
    if (!isLast) places[tokens[k]!] = 0;
  }
}

function finish({ builder, longer: { ends, stride, numbers }, occurrences }: Extension) {
  const level = builder.finish();
  return {
    level,
    postings: {
      ends: ends.subarray(0, level.size),
      stride,
      numbers: numbers.subarray(0, occurrences * stride),
    },
  };
}

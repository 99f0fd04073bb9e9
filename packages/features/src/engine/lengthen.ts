import { insertionSort } from "./column-sorter.js";
import { type Level, LevelBuilder } from "./level.js";
import { emptyPostings, type Postings } from "./postings.js";
import type { Counting } from "./pruning.js";
import type { RankedStream } from "./ranked-stream.js";

// Stands for where the next entry goes: of a token that is dropped, and of one that has no entries.
const NOWHERE = -2;
const NO_ENTRIES = -1;

/**
 * Counts the n-grams one token longer than those that `shorter` holds. The tokens that follow an n-gram are
 * counted in a table with a cell for each token, which stays in the processor's cache; those in fewer
 * documents than `limits.least` are dropped at once, since no longer n-gram can be in more; the others are
 * sorted, and a second pass puts everything where it belongs. All memory but the table is gone through in order.
 *
 * @param n  How long the new n-grams are.
 */
export function lengthen(
  { ids, ranks }: RankedStream,
  counting: Counting,
  n: number,
  shorter: Postings,
): { readonly level: Level; readonly postings: Postings } {
  const { minN, maxN, limits, binary, keepsShort } = counting;
  const { ends, stride, numbers } = shorter;
  const isLast = n === maxN;
  const size = numbers.length / stride;
  const builder = new LevelBuilder(n >= minN ? size : 0);
  const longer = emptyPostings(isLast ? 0 : size, isLast ? 0 : size, keepsShort || n + 1 < maxN ? 3 : 2);
  // Of a token that follows: in how many documents it does, then where its next entry goes; and one more than
  // the last document it was met in.
  const cells = new Int32Array(2 * ranks);
  // How often it follows, then where its next occurrence goes.
  const places = new Uint32Array(isLast ? 0 : ranks);
  let tokens = new Uint32Array(1 << 10);
  let used = 0;

  /** Counts what follows the occurrences in `numbers[start … end]`; gives how many different tokens do. */
  function count(start: number, end: number): number {
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

  /** Keeps the tokens that are in enough documents, in order, and gives them room; gives their number. */
  function keep(parent: number, distinct: number): number {
    let kept = 0;
    for (let k = 0; k < distinct; k++) {
      const token = tokens[k]!;
      if (cells[2 * token]! >= limits.least) {
        // Those dropped go behind those kept.
        tokens[k] = tokens[kept]!;
        tokens[kept++] = token;
      } else {
        cells[2 * token] = NOWHERE;
      }
    }
    // Most lists are short.
    if (kept <= 32) insertionSort(tokens, kept);
    else tokens.subarray(0, kept).sort();
    for (let k = 0; k < kept; k++) {
      const token = tokens[k]!;
      const inDocuments = cells[2 * token]!;
      const hasEntries = n >= minN && inDocuments <= limits.most;
      cells[2 * token] = hasEntries ? builder.used : NO_ENTRIES;
      cells[2 * token + 1] = 0;
      if (hasEntries) builder.used += inDocuments;
      const node = builder.push(parent, token);
      if (isLast) continue;
      const occurrences = places[token]!;
      places[token] = used;
      used += occurrences;
      longer.ends[node] = used;
    }
    return kept;
  }

  /** Writes entries and occurrences of the tokens that were kept. */
  function write(start: number, end: number): void {
    const { documents, counts } = builder;
    for (let k = start; k < end; k += stride) {
      const token = numbers[k + 1]!;
      if (token < 0) continue;
      const entry = cells[2 * token]!;
      if (entry === NOWHERE) continue;
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
      const behind = numbers[k + 2]! + 1;
      longer.numbers[at] = document;
      longer.numbers[at + 1] = ids[behind]!;
      if (longer.stride > 2) longer.numbers[at + 2] = behind;
    }
  }

  function clear(distinct: number): void {
    for (let k = 0; k < distinct; k++) {
      cells[2 * tokens[k]!] = 0;
      cells[2 * tokens[k]! + 1] = 0;
      if (!isLast) places[tokens[k]!] = 0;
    }
  }

  for (let parent = 0, start = 0; parent < ends.length; parent++) {
    const end = ends[parent]! * stride;
    if (end - start >= limits.least * stride) {
      if (tokens.length < end - start) tokens = new Uint32Array(2 * (end - start));
      const distinct = count(start, end);
      if (keep(parent, distinct) > 0) write(start, end);
      clear(distinct);
    }
    start = end;
  }
  if (binary) builder.counts.fill(1, 0, builder.used);
  const level = builder.finish();
  return {
    level,
    postings: {
      ends: longer.ends.subarray(0, level.size),
      stride: longer.stride,
      numbers: longer.numbers.subarray(0, used * longer.stride),
    },
  };
}

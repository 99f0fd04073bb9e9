import { type Level, LevelBuilder } from "./level.js";
import type { Limits } from "./pruning.js";
import { type PairRoom, sortPairs } from "./radix-sort.js";
import { DROPPED, type RankedStream } from "./ranked-stream.js";

/** What to count of a stream. */
export interface Counting {
  readonly minN: number;
  readonly maxN: number;
  /** Every term counts once a document. */
  readonly binary: boolean;
  /** A group shorter than the shortest n-gram counts as one term. */
  readonly keepsShort: boolean;
  readonly limits: Limits;
  /** Only the n-grams whose first token has a rank in this half-open range. */
  readonly from: number;
  readonly to: number;
}

/**
 * Counts the n-grams of a stream, length by length, by sorting: positions are sorted by the number of the
 * n-gram one token shorter that starts there and then by the token that follows, so that equal n-grams come
 * together, their documents ascending, the n-grams themselves in term order. Every pass runs through memory in
 * order, which is several times faster than a hash table that is larger than the processor's caches.
 *
 * N-grams in fewer documents than `limits.least` are dropped at once, since no longer one can be in more.
 */
export function* countLevels(stream: RankedStream, counting: Counting): Generator<Level> {
  const { ids, ranks } = stream;
  const size = ids.length;
  const nodes = firstNodes(ids, counting);
  const pairs: PairRoom = { keys: new Uint32Array(size), values: new Uint32Array(size) };
  const scratch: PairRoom = { keys: new Uint32Array(size), values: new Uint32Array(size) };
  const tokenBits = bitsFor(ranks);
  let parents = 1;
  for (let n = 1; n <= counting.maxN; n++) {
    const parentBits = n === 1 ? 0 : bitsFor(parents);
    const isOneKey = parentBits + tokenBits <= 32;
    const shift = isOneKey ? tokenBits : -1;
    // Where positions are not needed afterwards, the pairs carry documents, which saves looking them up.
    const isPlain = isOneKey && n >= counting.minN && (n === 1 || n === counting.maxN);
    const count = candidates(stream, nodes, n, pairs, shift, isPlain);
    let sorted = sortPairs(pairs, scratch, count, isOneKey ? parentBits + tokenBits : tokenBits);
    if (!isOneKey) {
      for (let k = 0; k < count; k++) sorted.keys[k] = nodes[sorted.values[k]!]!;
      sorted = sortPairs(sorted, sorted === pairs ? scratch : pairs, count, parentBits);
    }
    const level = isPlain
      ? groupDocuments(sorted, count, tokenBits, counting)
      : groupPositions(stream, counting, nodes, n, sorted, count, isOneKey);
    yield level;
    parents = level.size;
    if (parents === 0) return;
    if (isPlain && n < counting.maxN) setFirstNodes(nodes, ids, level, ranks);
  }
}

/** 0 at the positions whose token lies in the range, else {@link DROPPED}: the n-grams of no token. */
function firstNodes(ids: Uint32Array, { from, to }: Counting): Uint32Array {
  const nodes = new Uint32Array(ids.length);
  for (let p = 0; p < ids.length; p++) if (ids[p]! < from || ids[p]! >= to) nodes[p] = DROPPED;
  return nodes;
}

/**
 * Writes key and position, or document, of every n-gram of length `n`; the key is its last token, or the
 * number of its beginning and its last token.
 *
 * @param shift  How many bits the token takes in a key of both; −1 for keys of the token alone.
 */
function candidates(
  { ids, groupEnds, documentOf }: RankedStream,
  nodes: Uint32Array,
  n: number,
  { keys, values }: PairRoom,
  shift: number,
  isPlain: boolean,
): number {
  let count = 0;
  let start = 0;
  for (const end of groupEnds) {
    for (let p = start; p + n <= end; p++) {
      const node = nodes[p]!;
      const token = ids[p + n - 1]!;
      if (node === DROPPED) continue;
      if (token === DROPPED) {
        nodes[p] = DROPPED;
        continue;
      }
      keys[count] = shift < 0 || n === 1 ? token : ((node << shift) | token) >>> 0;
      values[count++] = isPlain ? documentOf[p]! : p;
    }
    start = end;
  }
  return count;
}

/** Makes the level of sorted documents. */
function groupDocuments(
  { keys, values }: PairRoom,
  count: number,
  tokenBits: number,
  counting: Counting,
): Level {
  const { binary, limits } = counting;
  const builder = new LevelBuilder(count);
  const { documents, counts } = builder;
  const tokenMask = 2 ** tokenBits - 1;
  for (let k = 0; k < count; ) {
    const key = keys[k]!;
    const base = builder.used;
    let used = base;
    let document = -1;
    for (; k < count && keys[k] === key; k++) {
      if (values[k] === document) {
        counts[used - 1]!++;
      } else {
        document = values[k]!;
        documents[used] = document;
        counts[used++] = 1;
      }
    }
    const inDocuments = used - base;
    if (inDocuments < limits.least) continue;
    if (inDocuments <= limits.most) {
      if (binary) counts.fill(1, base, used);
      builder.used = used;
    }
    builder.push(tokenBits === 32 ? 0 : key >>> tokenBits, (key & tokenMask) >>> 0);
  }
  return builder.finish();
}

/** Replaces the numbers in `nodes` by those of the n-grams of one token. */
function setFirstNodes(nodes: Uint32Array, ids: Uint32Array, level: Level, ranks: number): void {
  const nodeOf = new Uint32Array(ranks).fill(DROPPED);
  for (let node = 0; node < level.size; node++) nodeOf[level.token[node]!] = node;
  for (let p = 0; p < nodes.length; p++) if (nodes[p] !== DROPPED) nodes[p] = nodeOf[ids[p]!]!;
}

/** Makes the level of sorted positions, and replaces the numbers in `nodes` by those of the level. */
function groupPositions(
  stream: RankedStream,
  counting: Counting,
  nodes: Uint32Array,
  n: number,
  { keys, values }: PairRoom,
  count: number,
  isOneKey: boolean,
): Level {
  const { ids, documentOf } = stream;
  const { minN, binary, limits } = counting;
  const counts = n >= minN ? null : shortGroups(stream, counting, n);
  const builder = new LevelBuilder(n >= minN || counts ? count : 0);
  const { documents: entryDocuments, counts: entryCounts } = builder;
  const last = n - 1;
  for (let k = 0; k < count; ) {
    const first = k;
    const key = keys[first]!;
    const token = ids[values[first]! + last]!;
    const base = builder.used;
    let used = base;
    let inDocuments = 0;
    let document = -1;
    for (; k < count && keys[k] === key; k++) {
      const p = values[k]!;
      if (!isOneKey && ids[p + last] !== token) break;
      const of = documentOf[p]!;
      if (of !== document) {
        document = of;
        inDocuments++;
      }
      if (n < minN && (counts === null || counts[p] === 0)) continue;
      if (used > base && entryDocuments[used - 1] === of) {
        entryCounts[used - 1]!++;
      } else {
        entryDocuments[used] = of;
        entryCounts[used++] = 1;
      }
    }
    const counted = used - base;
    const isKept = inDocuments >= limits.least;
    if (counted >= limits.least && counted <= limits.most) {
      if (binary) entryCounts.fill(1, base, used);
      builder.used = used;
    }
    // Read the parent before its place is overwritten.
    const node = isKept ? builder.push(n === 1 ? 0 : nodes[values[first]!]!, token) : DROPPED;
    for (let j = first; j < k; j++) nodes[values[j]!] = node;
  }
  return builder.finish();
}

/** 1 where a group of exactly `n` tokens starts; nothing when such groups do not count. */
function shortGroups(stream: RankedStream, counting: Counting, n: number): Uint8Array | null {
  if (!counting.keepsShort) return null;
  const flags = new Uint8Array(stream.ids.length);
  let start = 0;
  for (const end of stream.groupEnds) {
    if (end - start === n) flags[start] = 1;
    start = end;
  }
  return flags;
}

/** How many bits hold the numbers below `count`. */
function bitsFor(count: number): number {
  return count <= 1 ? 1 : 32 - Math.clz32(count - 1);
}

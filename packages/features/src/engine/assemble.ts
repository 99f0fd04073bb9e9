import type { CsrMatrix } from "@imdb/core";
import { Interner } from "./interner.js";
import { entryStart } from "./level.js";
import { mostFrequent } from "./most-frequent.js";
import { emptyVocabulary, type Pruning } from "./pruning.js";
import type { Vocabulary } from "./vocabulary.js";
import { type Block, type Walk, walk } from "./walk.js";

/** What a fit learns of its texts, with their counts. */
export interface Learned {
  readonly vocabulary: Vocabulary;
  /** Counts, `documents × columns`. */
  readonly counts: CsrMatrix;
  /** In how many documents each column is. */
  readonly documentFrequencies: Uint32Array;
}

/**
 * Makes the vocabulary of counted blocks and their matrix.
 *
 * A space sorts below every unit that a word can hold, and characters are names of one code point, so the
 * order of joined names is the order of token sequences.
 *
 * @param tokenOf  The token of each rank.
 * @throws `EMPTY_VOCABULARY`
 */
export function assemble(
  blocks: readonly Block[],
  tokens: Interner,
  tokenOf: Uint32Array,
  joiner: " " | "",
  documents: number,
  pruning: Pruning,
): Learned {
  const all = walk(blocks);
  const order = pruning.maxFeatures === null ? all : limited(blocks, all, pruning.maxFeatures);
  if (order.size === 0) throw emptyVocabulary(pruning, documents, tokens.size);
  const vocabulary = vocabularyOf(order, tokens, tokenOf, joiner);
  const columns = vocabulary.nodeOf.length;
  return {
    vocabulary,
    counts: matrixOf(blocks, order, documents, columns),
    documentFrequencies: frequenciesOf(blocks, order, columns),
  };
}

function limited(blocks: readonly Block[], all: Walk, limit: number): Walk {
  const best = mostFrequent(blocks, all, limit);
  let place = -1;
  const flags = blocks.map((levels) => levels.map((level) => new Uint8Array(level.size)));
  for (place = 0; place < all.size; place++) {
    if (best.has(place)) flags[all.block[place]!]![all.level[place]!]![all.node[place]!] = 1;
  }
  return walk(blocks, (block, level, node) => flags[block]![level]![node] === 1);
}

function vocabularyOf(order: Walk, tokens: Interner, tokenOf: Uint32Array, joiner: " " | ""): Vocabulary {
  const number = new Int32Array(tokenOf.length);
  for (const rank of order.token) number[rank] = 1;
  const used = new Interner();
  for (let rank = 0; rank < tokenOf.length; rank++) {
    const token = tokenOf[rank]!;
    if (number[rank] === 1) {
      number[rank] = used.intern(
        tokens.units,
        tokens.start(token),
        tokens.ends[token]!,
        tokens.hashOf(token),
      );
    }
  }
  const nodeOf: number[] = [];
  for (let node = 0; node < order.size; node++) if (order.isFeature[node]) nodeOf.push(node);
  return {
    joiner,
    tokens: used,
    parent: order.parent,
    token: order.token.map((rank) => number[rank]!),
    nodeOf: Uint32Array.from(nodeOf),
  };
}

function frequenciesOf(blocks: readonly Block[], order: Walk, columns: number): Uint32Array {
  const frequencies = new Uint32Array(columns);
  let column = 0;
  eachFeature(blocks, order, (_documents, _counts, from, to) => {
    frequencies[column++] = to - from;
  });
  return frequencies;
}

/** Columns come in order, so each lands at the end of its rows: a transposition without a sort. */
function matrixOf(blocks: readonly Block[], order: Walk, rows: number, cols: number): CsrMatrix {
  const next = new Uint32Array(rows + 1);
  eachFeature(blocks, order, (documents, _counts, from, to) => {
    for (let k = from; k < to; k++) next[documents[k]! + 1]!++;
  });
  for (let row = 0; row < rows; row++) next[row + 1]! += next[row]!;
  const indptr = next.slice();
  const indices = new Uint32Array(indptr[rows]!);
  const values = new Float32Array(indptr[rows]!);
  let column = 0;
  eachFeature(blocks, order, (documents, counts, from, to) => {
    for (let k = from; k < to; k++) {
      const place = next[documents[k]!]!++;
      indices[place] = column;
      values[place] = counts[k]!;
    }
    column++;
  });
  return { rows, cols, indptr, indices, values };
}

function eachFeature(
  blocks: readonly Block[],
  order: Walk,
  visit: (documents: Uint32Array, counts: Float32Array, from: number, to: number) => void,
): void {
  for (let place = 0; place < order.size; place++) {
    if (!order.isFeature[place]) continue;
    const level = blocks[order.block[place]!]![order.level[place]!]!;
    const node = order.node[place]!;
    visit(level.documents, level.counts, entryStart(level, node), level.entryEnd[node]!);
  }
}

import type { CsrMatrix } from "@imdb/core";
import { Interner } from "./interner.js";
import { entryStart } from "./level.js";
import { mostFrequent } from "./most-frequent.js";
import { emptyVocabulary, type Pruning } from "./pruning.js";
import { transpose } from "./transpose.js";
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
    counts: transpose(blocks, order, documents, columns),
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
      number[rank] = used.internUnits(tokens.units, tokens.start(token), tokens.ends[token]!);
    }
  }
  return {
    joiner,
    tokens: used,
    parent: order.parent,
    token: order.token.map((rank) => number[rank]!),
    nodeOf: featuresOf(order),
  };
}

function featuresOf({ size, isFeature }: Walk): Uint32Array {
  const features = new Uint32Array(size);
  let count = 0;
  for (let node = 0; node < size; node++) if (isFeature[node]) features[count++] = node;
  return features.slice(0, count);
}

function frequenciesOf(blocks: readonly Block[], order: Walk, columns: number): Uint32Array {
  const frequencies = new Uint32Array(columns);
  let column = 0;
  for (let place = 0; place < order.size; place++) {
    if (order.isFeature[place] === 0) continue;
    const level = blocks[order.block[place]!]![order.level[place]!]!;
    const node = order.node[place]!;
    frequencies[column++] = level.entryEnd[node]! - entryStart(level, node);
  }
  return frequencies;
}

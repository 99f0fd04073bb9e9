import type { CsrMatrix } from "@imdb/core";
import type { Interner } from "./interner.js";
import { entryStart } from "./level.js";
import { emptyVocabulary, mostFrequent, type Pruning } from "./pruning.js";
import { type Block, orderTerms, type TermOrder } from "./term-order.js";
import { eachColumn, transpose } from "./transpose.js";
import { tokensInUse, type Vocabulary } from "./vocabulary.js";

/** The terms of texts, with their counts. */
export interface CountedTerms {
  readonly vocabulary: Vocabulary;
  /** Counts, `documents × columns`. */
  readonly counts: CsrMatrix;
  /** The document frequency of each column. */
  readonly documentFrequencies: Uint32Array;
}

/**
 * Makes the vocabulary and the matrix of counted blocks.
 *
 * The order of joined names is the order of token sequences: a space sorts below every unit of a word, and characters
 * are names of one code point.
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
): CountedTerms {
  const all = orderTerms(blocks);
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

function limited(blocks: readonly Block[], all: TermOrder, limit: number): TermOrder {
  const best = mostFrequent(totalsOf(blocks, all), featuresOf(all), limit);
  const flags = blocks.map((levels) => levels.map((level) => new Uint8Array(level.size)));
  for (const place of best) flags[all.block[place]!]![all.level[place]!]![all.node[place]!] = 1;
  return orderTerms(blocks, (block, level, node) => flags[block]![level]![node] === 1);
}

/** The number of occurrences of each n-gram. */
function totalsOf(blocks: readonly Block[], all: TermOrder): Float64Array {
  const totals = new Float64Array(all.size);
  for (let place = 0; place < all.size; place++) {
    const level = blocks[all.block[place]!]![all.level[place]!]!;
    const node = all.node[place]!;
    for (let k = entryStart(level, node); k < level.entryEnd[node]!; k++) totals[place]! += level.counts[k]!;
  }
  return totals;
}

function vocabularyOf(
  order: TermOrder,
  tokens: Interner,
  tokenOf: Uint32Array,
  joiner: " " | "",
): Vocabulary {
  const isUsed = new Uint8Array(tokenOf.length);
  for (const rank of order.token) isUsed[rank] = 1;
  const used = Uint32Array.from(tokenOf.keys()).filter((rank) => isUsed[rank] === 1);
  const number = new Uint32Array(tokenOf.length);
  for (let k = 0; k < used.length; k++) number[used[k]!] = k;
  return {
    joiner,
    tokens: tokensInUse(
      tokens,
      used.map((rank) => tokenOf[rank]!),
    ),
    parent: order.parent,
    token: order.token.map((rank) => number[rank]!),
    nodeOf: featuresOf(order),
  };
}

function featuresOf({ size, isFeature }: TermOrder): Uint32Array {
  const features = new Uint32Array(size);
  let count = 0;
  for (let node = 0; node < size; node++) if (isFeature[node]) features[count++] = node;
  return features.slice(0, count);
}

function frequenciesOf(blocks: readonly Block[], order: TermOrder, columns: number): Uint32Array {
  const frequencies = new Uint32Array(columns);
  eachColumn(blocks, order, (_, from, to, column) => {
    frequencies[column] = to - from;
  });
  return frequencies;
}

import { EmptyVocabulary } from "../errors.js";
import { DOCUMENTS } from "./gram-table.js";
import type { TermCounter } from "./term-counter.js";

/** Which terms become features. */
export interface Pruning {
  /** Least documents a term must be in: a count from 1, or a share of the documents below 1. */
  readonly minDf: number;
  /** Most documents a term may be in: a share up to 1 (1 is all of them), or a count from 2. */
  readonly maxDf: number;
  /** Keep only so many terms, the most frequent ones. */
  readonly maxFeatures: number | null;
}

/**
 * The terms whose document frequency lies between `minDf` and `maxDf`, as flags of the nodes.
 *
 * @throws `EMPTY_VOCABULARY`
 */
export function withinDocumentFrequency(counter: TermCounter, pruning: Pruning): Uint8Array {
  const { documents, grams } = counter;
  const least = pruning.minDf < 1 ? pruning.minDf * documents : pruning.minDf;
  const most = pruning.maxDf <= 1 ? pruning.maxDf * documents : pruning.maxDf;
  const keep = new Uint8Array(grams.size);
  let terms = 0;
  let kept = 0;
  for (let node = 0; node < grams.size; node++) {
    const inDocuments = grams.nodes[4 * node + DOCUMENTS]!;
    if (inDocuments === 0) continue;
    terms++;
    if (inDocuments < least || inDocuments > most) continue;
    keep[node] = 1;
    kept++;
  }
  if (kept === 0) {
    throw EmptyVocabulary.create({ documents, terms, minDf: pruning.minDf, maxDf: pruning.maxDf });
  }
  return keep;
}

/**
 * Keeps the flags of the terms that occur most often; of equally frequent ones those first in term order.
 *
 * @param columnOf  The term order of the nodes flagged; −1 for the others.
 */
export function mostFrequent(counter: TermCounter, columnOf: Int32Array, limit: number): Uint8Array {
  const totals = new Float64Array(counter.grams.size);
  const end = counter.documents === 0 ? 0 : counter.rowEnds[counter.documents - 1]!;
  for (let k = 0; k < end; k++) totals[counter.entries[k]!]! += counter.counts[k]!;
  const nodes: number[] = [];
  for (let node = 0; node < columnOf.length; node++) if (columnOf[node]! >= 0) nodes.push(node);
  nodes.sort((a, b) => totals[b]! - totals[a]! || columnOf[a]! - columnOf[b]!);
  const keep = new Uint8Array(columnOf.length);
  for (const node of nodes.slice(0, limit)) keep[node] = 1;
  return keep;
}

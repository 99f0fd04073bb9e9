import type { LinearWeights } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import { columnBits } from "../engine/find-columns.js";
import { type LookupKernel, lookupKernel } from "../engine/lookup-kernel.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import { setVariables } from "../kernels/kernel.js";
import { allocateBytes, copyArray, nullWithoutMemory } from "../kernels/kernel-memory.js";
import type { DistinctValues } from "./distinct-values.js";

/** Writes the decision values of a text, one for each output; false, and nothing is written, for a text it cannot do. */
export type ScoreText = (text: string, into: Float64Array, at: number) => boolean;

/** The weighting and the coefficients of a model's terms. */
export interface WeighedTerms {
  /** Inverse document frequency of each column. */
  readonly idf: DistinctValues;
  /** The weight of a term frequency. */
  readonly ofCount: (times: number) => number;
  readonly norm: "l1" | "l2" | null;
  readonly model: LinearWeights;
}

const NORMS = { l1: 1, l2: 2 } as const;

/**
 * Makes the kernel that scores texts in WebAssembly, from their characters on; `null` where there is none.
 *
 * Reading about terms from memory takes most of the time, and most of a text consists of few frequent terms. So n-grams
 * are numbered by document frequency, the highest first, and the data of each is side by side: the data of frequent
 * terms is then together, and stays in the processor's cache.
 */
export function linearKernel(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  terms: WeighedTerms,
): ScoreText | null {
  const columns = byFrequency(terms.idf);
  const numberOf = new Uint32Array(columns.length);
  for (let number = 0; number < columns.length; number++) numberOf[columns[number]!] = number;
  const lookup = lookupKernel(analyzer, vocabulary, numberOf);
  if (lookup === null) return null;
  const { kernel } = lookup;
  const tables = nullWithoutMemory(() => writeTables(lookup, vocabulary, terms, columns));
  if (tables === null) return null;
  setVariables(kernel, tables);
  const decisions = new Float64Array(kernel.memory.buffer, tables.decisions, tables.outputCount);
  return (text, into, at) => {
    const bytes = lookup.find(text);
    if (bytes < 0) return false;
    kernel.scoreTerms(bytes);
    into.set(decisions, at);
    return true;
  };
}

/** Columns by idf, the lowest and so the highest document frequency first; equals in their order. */
function byFrequency({ distinct, codes }: DistinctValues): Uint32Array {
  const ranks = new Uint32Array(distinct.length);
  Uint32Array.from(distinct.keys())
    .sort((a, b) => distinct[a]! - distinct[b]!)
    .forEach((code, rank) => {
      ranks[code] = rank;
    });
  const starts = new Uint32Array(distinct.length + 1);
  for (const code of codes) starts[ranks[code]! + 1]!++;
  for (let rank = 0; rank < distinct.length; rank++) starts[rank + 1]! += starts[rank]!;
  const columns = new Uint32Array(codes.length);
  for (let column = 0; column < codes.length; column++) {
    columns[starts[ranks[codes[column]!]!]!++] = column;
  }
  return columns;
}

/** Writes a model and its weighting to a kernel's memory, and returns its variables. */
function writeTables(
  { kernel, maxHits }: LookupKernel,
  vocabulary: Vocabulary,
  { idf, ofCount, norm, model: { coef, intercept } }: WeighedTerms,
  columns: Uint32Array,
) {
  const outputs = intercept.length;
  const size = columns.length;
  const records = new Float64Array(size * (outputs + 1));
  const halves = new Uint32Array(records.buffer);
  for (let number = 0; number < size; number++) {
    const column = columns[number]!;
    const at = number * (outputs + 1);
    halves[2 * at] = column;
    halves[2 * at + 1] = idf.codes[column]!;
    for (let o = 0; o < outputs; o++) records[at + 1 + o] = coef[o * size + column]!;
  }
  const tfWeights = Float64Array.from({ length: kernel.MAX_WORDS.value + 1 }, (_, times) => ofCount(times));
  return {
    outputCount: outputs,
    columnBits: columnBits(vocabulary),
    norm: norm === null ? 0 : NORMS[norm],
    featureRecords: copyArray(kernel, records),
    idfValues: copyArray(kernel, idf.distinct),
    tfWeights: copyArray(kernel, tfWeights),
    intercepts: copyArray(kernel, intercept),
    decisions: allocateBytes(kernel, 8 * outputs),
    sortKeys: allocateBytes(kernel, 8 * maxHits),
    sortSpace: allocateBytes(kernel, 8 * maxHits),
    termWeights: allocateBytes(kernel, 8 * maxHits),
    termRecords: allocateBytes(kernel, 4 * maxHits),
    bucketStarts: allocateBytes(kernel, 4 * 512),
  };
}

import type { LinearWeights } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import { columnBits } from "../engine/find-columns.js";
import { type LookupKernel, lookupKernel } from "../engine/lookup-kernel.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import { instantiate, setGlobals } from "../tokenizers/web-assembly.js";
import type { DistinctValues } from "./distinct-values.js";
import { LINEAR_KERNEL } from "./linear-kernel.wasm.js";

/** Writes the decision values of a text, one an output, and says whether it could. */
export type DecideText = (text: string, into: Float64Array, at: number) => boolean;

/** What a model's terms are worth. */
export interface WeighedTerms {
  /** Inverse document frequency of each column. */
  readonly idf: DistinctValues;
  /** What a count is to the weight. */
  readonly ofCount: (times: number) => number;
  readonly norm: "l1" | "l2" | null;
  readonly model: LinearWeights;
}

/** What linear-kernel.wat exports. */
interface LinearExports extends Readonly<Record<keyof Tables, { value: number }>> {
  readonly decide: (hits: number, bytes: number) => void;
}

type Tables = ReturnType<typeof layOut>;

const NORMS = { l1: 1, l2: 2 } as const;

/**
 * Makes the kernel that decides texts in WebAssembly, from their characters on; `null` where there is none to be had.
 *
 * Terms wait for memory, and few of them make most of a text. So n-grams have numbers by how many documents they are
 * in, and all that is known of one lies side by side: what is common is then together, and stays near the processor.
 */
export function linearKernel(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  terms: WeighedTerms,
): DecideText | null {
  const columns = commonFirst(terms.idf);
  const numberOf = new Uint32Array(columns.length);
  for (let number = 0; number < columns.length; number++) numberOf[columns[number]!] = number;
  const lookup = lookupKernel(analyzer, vocabulary, numberOf);
  const exports = lookup && instantiate<LinearExports>(LINEAR_KERNEL, { words: lookup.words });
  if (!lookup || !exports) return null;
  const tables = lookup.room.tryTo(() => layOut(lookup, vocabulary, terms, columns));
  if (tables === null) return null;
  setGlobals(exports, tables);
  const decisions = new Float64Array(lookup.words.memory.buffer, tables.decisions, tables.outputs);
  return (text, into, at) => {
    const bytes = lookup.find(text);
    if (bytes < 0) return false;
    exports.decide(lookup.hits, bytes);
    into.set(decisions, at);
    return true;
  };
}

/** Columns by document frequency, the highest, whose idf is the lowest, first; equals as they stand. */
function commonFirst({ distinct, codes }: DistinctValues): Uint32Array {
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

function layOut(
  { words, room, most }: LookupKernel,
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
  return {
    outputs,
    columnBits: columnBits(vocabulary),
    norm: norm === null ? 0 : NORMS[norm],
    records: room.put(records),
    idf: room.put(idf.distinct),
    tf: room.put(Float64Array.from({ length: words.tokens.value + 1 }, (_, times) => ofCount(times))),
    intercept: room.put(intercept),
    decisions: room.take(8 * outputs),
    keys: room.take(8 * most),
    spare: room.take(8 * most),
    values: room.take(8 * most),
    places: room.take(4 * most),
    buckets: room.take(4 * 512),
  };
}

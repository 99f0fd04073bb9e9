// The definition of counting and weighting, in plain code. Every fast path returns these numbers, byte for byte.
// Tests compare them; nothing else calls this file.

import { byCodePoint, portableLog } from "@imdb/core";
import type { CountOptions } from "./count-options.js";
import type { Weighting } from "./weighting.js";

/** The options of a count or TF-IDF vectorizer that count and weigh tokens. */
export interface ReferenceOptions
  extends Required<Pick<CountOptions, "ngramRange" | "minDf" | "maxDf" | "maxFeatures" | "binary">> {
  /** What stands between the tokens of a term: a space between words, nothing between characters. */
  readonly joiner: " " | "";
  /** Whether a group with fewer tokens than the shortest n-gram is a term itself, as in `charWb`. */
  readonly keepsShort: boolean;
  /** `null`: counts stay counts. */
  readonly weighting: Weighting | null;
}

/** A document as groups of tokens; no n-gram goes from one group to the next. Only `charWb` has more than one. */
export type Groups = readonly (readonly string[])[];

/** Rows as a CSR matrix has them: where each row ends, and the column and value of each entry. */
export interface ReferenceRows {
  readonly ends: readonly number[];
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

/** Learns the terms, in code point order, and their inverse document frequencies. */
export function fitReference(documents: readonly Groups[], options: ReferenceOptions) {
  const { minDf, maxDf, maxFeatures, weighting } = options;
  const counted = documents.map((document) => countTerms(document, options));
  const frequency = new Map<string, number>();
  const total = new Map<string, number>();
  for (const [term, count] of counted.flatMap((counts) => [...counts])) {
    frequency.set(term, (frequency.get(term) ?? 0) + 1);
    total.set(term, (total.get(term) ?? 0) + count);
  }
  const n = documents.length;
  const minDocuments = minDf < 1 ? minDf * n : minDf;
  const maxDocuments = maxDf <= 1 ? maxDf * n : maxDf;
  const terms = [...frequency.keys()]
    .filter((term) => frequency.get(term)! >= minDocuments && frequency.get(term)! <= maxDocuments)
    .sort((a, b) => total.get(b)! - total.get(a)! || byCodePoint(a, b))
    .slice(0, maxFeatures ?? undefined)
    .sort(byCodePoint);
  return { terms, idf: terms.map((term) => idfOf(frequency.get(term)!, n, weighting)) };
}

/** Counts and weighs the known terms of documents. */
export function transformReference(
  documents: readonly Groups[],
  { terms, idf }: ReturnType<typeof fitReference>,
  options: ReferenceOptions,
): ReferenceRows {
  const columnOf = new Map(terms.map((term, column) => [term, column]));
  const rows = documents.map((document) => {
    const known = [...countTerms(document, options)].filter(([term]) => columnOf.has(term));
    const entries = known.map(([term, count]) => [columnOf.get(term)!, count] as const);
    return weighRow(
      entries.sort(([a], [b]) => a - b),
      idf,
      options.weighting,
    );
  });
  let end = 0;
  return {
    ends: rows.map((row) => (end += row.length)),
    columns: rows.flatMap((row) => row.map(([column]) => column)),
    values: rows.flatMap((row) => row.map(([, value]) => Math.fround(value))),
  };
}

function countTerms(document: Groups, { ngramRange, joiner, keepsShort, binary }: ReferenceOptions) {
  const [minN, maxN] = ngramRange;
  const counts = new Map<string, number>();
  for (const tokens of document) {
    const shortest = keepsShort ? Math.min(minN, tokens.length) : minN;
    for (let n = shortest; n <= maxN; n++) {
      for (let i = 0; i + n <= tokens.length; i++) {
        const term = tokens.slice(i, i + n).join(joiner);
        counts.set(term, binary ? 1 : (counts.get(term) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function idfOf(frequency: number, documents: number, weighting: Weighting | null): number {
  if (!weighting?.useIdf) return 1;
  const extra = weighting.smoothIdf ? 1 : 0;
  return portableLog((documents + extra) / (frequency + extra)) + 1;
}

/** `tf · idf`, divided by the norm of the row; sums go in column order. */
function weighRow(
  entries: readonly (readonly [column: number, count: number])[],
  idf: readonly number[],
  weighting: Weighting | null,
): readonly (readonly [column: number, value: number])[] {
  if (weighting === null) return entries;
  const tf = (count: number) => (weighting.sublinearTf ? portableLog(count) + 1 : count);
  const weights = entries.map(([column, count]) => tf(count) * idf[column]!);
  const sum = weights.reduce(
    (all, weight) => all + (weighting.norm === "l1" ? Math.abs(weight) : weight * weight),
    0,
  );
  const norm = weighting.norm === null || sum === 0 ? 1 : weighting.norm === "l1" ? sum : Math.sqrt(sum);
  return entries.map(([column], k) => [column, weights[k]! / norm]);
}

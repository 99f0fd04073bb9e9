import type { CsrMatrix, FittedVectorizer } from "@imdb/core";
import type { WordsDrift } from "../drift/report-schema.js";
import { testShares, type WordOptions } from "../drift/word-drift.js";

/** What is compared. */
export interface NgramDriftOptions extends WordOptions {
  readonly reference: readonly string[];
  readonly current: readonly string[];
  /** Its features are the terms: words, pairs of words, whatever it counts. */
  readonly vectorizer: Pick<FittedVectorizer, "transform" | "featureNames">;
}

/** Texts made into a matrix at a time: bounds the memory. */
const BATCH = 1000;

/**
 * Terms of a vectorizer that come in more or fewer texts than before, with the false-discovery rate controlled
 * over all terms tested. Terms the vectorizer does not know are not seen; `driftReport` sees single new words.
 *
 * @see Benjamini & Hochberg (1995), Controlling the false discovery rate.
 */
export function ngramDrift(options: NgramDriftOptions): WordsDrift {
  const { reference, current, vectorizer } = options;
  const names = vectorizer.featureNames();
  const before = documentFrequencies(reference, vectorizer, names.length);
  const now = documentFrequencies(current, vectorizer, names.length);
  const terms = names.map((word, i) => ({ word, reference: before[i]!, current: now[i]! }));
  return testShares(
    reference.length === 0 || current.length === 0 ? [] : terms,
    reference.length,
    current.length,
    options,
  );
}

function documentFrequencies(
  texts: readonly string[],
  vectorizer: NgramDriftOptions["vectorizer"],
  columns: number,
): Uint32Array {
  const counts = new Uint32Array(columns);
  for (let at = 0; at < texts.length; at += BATCH) {
    const { indices }: CsrMatrix = vectorizer.transform(texts.slice(at, at + BATCH));
    for (const column of indices) counts[column]!++;
  }
  return counts;
}

import type { CsrMatrix, FittedVectorizer } from "@imdb/core";
import { having, optionsOf } from "@imdb/core/options";
import { textList } from "../checks/rules.js";
import type { WordsDrift } from "../drift/report-schema.js";
import { testShares, type WordOptions, wordOptions } from "../drift/word-drift.js";
import { cleanedAlike } from "../profile/profile-cleaning.js";

/** Two windows of texts, and the vectorizer whose terms are compared. */
export interface NgramDriftOptions extends WordOptions {
  readonly reference: readonly string[];
  readonly current: readonly string[];
  /** Its features are the terms that are compared: words, pairs of words, or others. */
  readonly vectorizer: Pick<FittedVectorizer, "transform" | "featureNames">;
}

const ngramDriftOptions = optionsOf<NgramDriftOptions>({
  reference: textList,
  current: textList,
  vectorizer: having<NgramDriftOptions["vectorizer"]>(
    "a fitted vectorizer with feature names",
    "featureNames",
  ),
  ...wordOptions.rules,
});

/** Number of texts that are transformed at a time; bounds the memory. */
const BATCH = 1000;

/**
 * Finds terms of a vectorizer that are in another share of the texts than before, with the false discovery rate
 * controlled over all terms tested. Terms that the vectorizer does not know are not found; use `driftReport` to find
 * new words.
 *
 * Where only one of the windows is of a split, whose texts are cleaned, the other is cleaned in the same way.
 *
 * @throws `INVALID_OPTION`
 * @see Benjamini & Hochberg (1995), Controlling the false discovery rate.
 */
export function ngramDrift(options: NgramDriftOptions): WordsDrift {
  const resolved = ngramDriftOptions.resolve(options, "ngramDrift");
  const { vectorizer } = resolved;
  const { reference, current } = cleanedAlike(resolved, "ngramDrift");
  const names = vectorizer.featureNames();
  const before = documentFrequencies(reference, vectorizer, names.length);
  const now = documentFrequencies(current, vectorizer, names.length);
  const terms = names.map((word, i) => ({ word, reference: before[i]!, current: now[i]! }));
  const isEmpty = reference.length === 0 || current.length === 0;
  return testShares(isEmpty ? [] : terms, reference.length, current.length, resolved);
}

function documentFrequencies(
  texts: readonly string[],
  vectorizer: NgramDriftOptions["vectorizer"],
  columns: number,
): Uint32Array {
  const counts = new Uint32Array(columns);
  for (let start = 0; start < texts.length; start += BATCH) {
    const { indices }: CsrMatrix = vectorizer.transform(texts.slice(start, start + BATCH));
    for (const column of indices) counts[column]!++;
  }
  return counts;
}

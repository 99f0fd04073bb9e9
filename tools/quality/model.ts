import { countVectorizer, nbWeighting, pipeline, sentimentTokenizer, tfidfTransformer } from "@imdb/features";
import type { AnyVectorizer } from "@imdb/train";

/** One vectorizer of the search. */
export interface VectorizerPoint {
  /** N-grams of 1 to so many tokens. */
  readonly maxN: number;
  readonly minDf: number;
  /** Smoothing of the naive-Bayes weights; 0: none. */
  readonly nbAlpha: number;
  readonly idf: "true" | "false";
}

/** Binary n-grams of the sentiment tokenizer, weighed by |NB log-count ratio| and idf, rows of length 1. */
export function makeVectorizer({ maxN, minDf, nbAlpha, idf }: VectorizerPoint): AnyVectorizer {
  const counts = countVectorizer({
    tokenizer: sentimentTokenizer(),
    ngramRange: [1, maxN],
    minDf,
    binary: true,
  });
  const weights = tfidfTransformer({ useIdf: idf === "true", norm: "l2" });
  return nbAlpha > 0
    ? pipeline(counts, [nbWeighting({ alpha: nbAlpha }), weights])
    : pipeline(counts, [weights]);
}

import type { Vectorizer } from "@imdb/core";
import {
  nbWeighting,
  pipeline,
  sentimentTokenizer,
  type Tokenizer,
  tfidfTransformer,
  wordTokenizer,
} from "@imdb/features";
import type { AnyVectorizer } from "@imdb/train";

/** The features of one linear model: every setting that the search chooses, but C. */
export interface Point {
  readonly tokenizer: "word" | "sentiment";
  /** N-grams of 1 to so many tokens. */
  readonly maxN: number;
  readonly minDf: number;
  readonly binary: boolean;
  /** 1 + ln(count) for a count; only without `binary`. */
  readonly sublinear: boolean;
  readonly idf: boolean;
  /** Smoothing of the naive-Bayes weights; 0: no such weights. */
  readonly nbAlpha: number;
  readonly norm: "l2" | "none";
}

/** The tokenizers by name. */
export const TOKENIZERS: Readonly<Record<Point["tokenizer"], () => Tokenizer>> = {
  word: wordTokenizer,
  sentiment: sentimentTokenizer,
};

/** The vectorizer of a point, on top of a counting of its n-grams. */
export function weighted(counts: Vectorizer, { sublinear, nbAlpha, idf, norm }: Point): AnyVectorizer {
  return pipeline(counts, [
    ...(sublinear ? [tfidfTransformer({ useIdf: false, sublinearTf: true, norm: null })] : []),
    ...(nbAlpha > 0 ? [nbWeighting({ alpha: nbAlpha })] : []),
    tfidfTransformer({ useIdf: idf, norm: norm === "none" ? null : norm }),
  ]);
}

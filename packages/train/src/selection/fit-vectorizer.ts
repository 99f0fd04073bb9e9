import type {
  CsrMatrix,
  FittedVectorizer,
  RunOptions,
  SupervisedVectorizer,
  TrainLabels,
  TrainTexts,
  Vectorizer,
} from "@imdb/core";

/** A vectorizer, whether it learns from labels or not. */
export type AnyVectorizer = Vectorizer<FittedVectorizer> | SupervisedVectorizer<FittedVectorizer>;

/** Fits either sort of vectorizer on train texts and returns their matrix with it. */
export function fitVectorizer(
  vectorizer: AnyVectorizer,
  texts: TrainTexts,
  labels: TrainLabels,
  run: RunOptions,
): Promise<{ readonly vectorizer: FittedVectorizer; readonly matrix: CsrMatrix }> {
  return vectorizer.supervised
    ? vectorizer.fitTransform(texts, labels, run)
    : vectorizer.fitTransform(texts, run);
}

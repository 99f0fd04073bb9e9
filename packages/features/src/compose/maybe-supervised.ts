import type {
  CsrMatrix,
  FittedVectorizer,
  RunOptions,
  SupervisedVectorizer,
  TrainLabels,
  TrainTexts,
  Vectorizer,
} from "@imdb/core";

/** A vectorizer that learns from labels too, or from texts alone. */
export type AnyVectorizer<F extends FittedVectorizer = FittedVectorizer> =
  | Vectorizer<F>
  | SupervisedVectorizer<F>;

/** A fitted vectorizer and its train matrix. */
export interface FitResult<F extends FittedVectorizer> {
  readonly vectorizer: F;
  readonly matrix: CsrMatrix;
}

/** Fits either kind; there are labels whenever the vectorizer asks for them. */
export function fitAny<F extends FittedVectorizer>(
  vectorizer: AnyVectorizer<F>,
  train: TrainTexts,
  labels: TrainLabels | undefined,
  run: RunOptions,
): Promise<FitResult<F>> {
  return vectorizer.supervised
    ? vectorizer.fitTransform(train, labels!, run)
    : vectorizer.fitTransform(train, run);
}

/** A vectorizer of the kind that its parts make it: one of them that asks for labels makes it ask too. */
export function maybeSupervised<F extends FittedVectorizer>(
  supervised: boolean,
  params: Readonly<Record<string, unknown>>,
  fitTransform: (
    train: TrainTexts,
    labels: TrainLabels | undefined,
    run: RunOptions,
  ) => Promise<FitResult<F>>,
): AnyVectorizer<F> {
  if (supervised) {
    return {
      supervised: true,
      params,
      fitTransform: (train, labels, run = {}) => fitTransform(train, labels, run),
      fit: async (train, labels, run = {}) => (await fitTransform(train, labels, run)).vectorizer,
    };
  }
  return {
    params,
    fitTransform: (train, run = {}) => fitTransform(train, undefined, run),
    fit: async (train, run = {}) => (await fitTransform(train, undefined, run)).vectorizer,
  };
}

import type {
  AnyVectorizer,
  FittedVectorizer,
  fitVectorizer,
  RunOptions,
  TrainLabels,
  TrainTexts,
} from "@imdb/core";

/** A vectorizer of parts: supervised, so that `fit` needs labels, if one of the parts is. */
export function maybeSupervised<F extends FittedVectorizer>(
  supervised: boolean,
  params: Readonly<Record<string, unknown>>,
  fitTransform: (
    train: TrainTexts,
    labels: TrainLabels | undefined,
    run: RunOptions,
  ) => ReturnType<typeof fitVectorizer<F>>,
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

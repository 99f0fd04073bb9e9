import {
  type AnyVectorizer,
  type FittedVectorizer,
  fittedOn,
  type fitVectorizer,
  ownFacts,
  type RunOptions,
  type SupervisedVectorizer,
  type TrainLabels,
  type TrainTexts,
  type Vectorizer,
} from "@imdb/core";
import { displayUnfitted } from "@imdb/core/display";

/** A vectorizer of parts: supervised, so that `fit` needs labels, if one of the parts is. */
export function maybeSupervised<F extends FittedVectorizer>(
  supervised: boolean,
  { params, identity }: Pick<AnyVectorizer, "params" | "identity">,
  fitParts: (
    train: TrainTexts,
    labels: TrainLabels | undefined,
    run: RunOptions,
  ) => ReturnType<typeof fitVectorizer<F>>,
): AnyVectorizer<F> {
  async function fitTransform(train: TrainTexts, labels: TrainLabels | undefined, run: RunOptions) {
    const { vectorizer, matrix } = await fitParts(train, labels, run);
    return { vectorizer: fittedOn(train, vectorizer), matrix };
  }
  if (supervised) {
    const vectorizer: SupervisedVectorizer<F> = {
      supervised: true,
      params,
      identity,
      fitTransform: (train, labels, run = {}) => fitTransform(train, labels, run),
      fit: async (train, labels, run = {}) => (await fitTransform(train, labels, run)).vectorizer,
    };
    return display(ownFacts(vectorizer, "identity"));
  }
  const vectorizer: Vectorizer<F> = {
    params,
    identity,
    fitTransform: (train, run = {}) => fitTransform(train, undefined, run),
    fit: async (train, run = {}) => (await fitTransform(train, undefined, run)).vectorizer,
  };
  return display(ownFacts(vectorizer, "identity"));
}

const display = /* @__PURE__ */ displayUnfitted("Composed vectorizer");

import {
  type FittedTextEstimator,
  fitVectorizer,
  labelsOf,
  type RunOptions,
  type TextEstimator,
  type TrainData,
} from "@imdb/core";
import { checkTrainRun } from "../fitting/arguments.js";
import type { Pair } from "./fold-model.js";

/** An estimator of texts for tests. */
export function textEstimatorOf(
  pair: Pair,
  { positive, decision }: Pick<TextEstimator, "positive" | "decision"> = {},
): TextEstimator {
  return {
    params: { vectorizer: pair.vectorizer.params, classifier: pair.classifier.params, decision },
    parts: pair,
    positive,
    decision,
    async fit(train: TrainData, run: RunOptions = {}): Promise<FittedTextEstimator> {
      const split = checkTrainRun(train, run);
      const labels = labelsOf(split, { positive });
      const { vectorizer, matrix } = await fitVectorizer(pair.vectorizer, split.texts, labels, run);
      const model = await pair.classifier.fit(matrix, labels, run);
      const { classes, featureCount, report } = model;
      const predictProba = (texts: readonly string[]) => model.predictProba(vectorizer.transform(texts));
      return { classes, featureCount, report, positive, decision, predictProba };
    },
  };
}

/** The same estimator without parts, as one that learns more than these. */
export function withoutParts({ parts: _, ...estimator }: TextEstimator): TextEstimator {
  return estimator;
}

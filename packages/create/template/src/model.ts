import { vectorizerFromConfig } from "@imdb/features/config";
import { type Dataset, textClassifier } from "@imdb/text-classifier";
import { classifierFromRecipe } from "@imdb/train";
import { modelRecipe } from "@imdb/train/config";
import type { Config } from "./config.js";

/** Fits on the train split. The fitted model cleans raw texts as the training texts were cleaned. */
export function fitModel(config: Config, data: Dataset) {
  const vectorizer = vectorizerFromConfig(config.features);
  const classifier = classifierFromRecipe(modelRecipe(config.model));
  return textClassifier({ name: config.project, vectorizer, classifier }).fit(data, { seed: config.seed });
}

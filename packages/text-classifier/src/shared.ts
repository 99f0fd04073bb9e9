// Programs can name every type of what is exported here, without installing its package.
export type * from "@imdb/core";
export { CleaningMismatch } from "@imdb/core";
export type * from "@imdb/features";
export { countVectorizer, tfidfVectorizer } from "@imdb/features";
export type { DecidedEvaluation, DecidedOptions } from "@imdb/measures";
export type * from "@imdb/serve";
export { createApp } from "@imdb/serve";
export type * from "@imdb/train";
export { evaluationMetrics, logisticRegression } from "@imdb/train";
export type { SavedFacts } from "./bundle-info.js";
export { codecsOf as textClassifierCodecs, type OwnParts } from "./codecs.js";
export { ChosenOnTest, CleaningUnknown, NoFileSystem } from "./errors.js";
export type { FittedTextClassifier } from "./fitted-text-classifier.js";
export type { LoadTextClassifierOptions } from "./load-text-classifier.js";
export type { ManyInputs, OneInput } from "./model-input.js";
export type { DecidedTextClassifierOptions, TextClassifierOptions } from "./options.js";
export type { TextClassifier } from "./text-classifier.js";
export type { TrainingData } from "./training-data.js";

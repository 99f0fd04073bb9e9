export type {
  AnyVectorizer,
  BundleFiles,
  Codec,
  DecisionRule,
  Example,
  FittedClassifier,
  FittedVectorizer,
  JsonValue,
  RunLogger,
  RunOptions,
  Split,
} from "@imdb/core";
export type { Evaluation, Interval } from "@imdb/measures";
export type { ClassWeight } from "../fitting/class-weight.js";
export type { Recipe } from "../fitting/recipe.js";
export type { SmallClassesOfSplit, TrainTest } from "../selection/train-test-split.js";
export {
  decisionRule,
  decisionSectionSchema,
  evaluationSectionSchema,
  modelRecipe,
  modelSectionSchema,
} from "./sections.js";
export { type Trained, type TrainInputs, train } from "./train.js";
export {
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from "./train-config.js";

export type { Codec } from "../bundle/codec.js";
export type { NestedCodecs } from "../bundle/nested-parts.js";
export type { Classifier, FittedClassifier } from "../contracts/classifier.js";
export type { AnyVectorizer, FittedVectorizer, Vectorizer } from "../contracts/vectorizer.js";
export type { BenchEntry } from "./bench-entry.js";
export { classifierContract } from "./classifier-contract.js";
export { codecContract } from "./codec-contract.js";
export { compositeContract } from "./composite-contract.js";
export type { ContractCase } from "./contract-case.js";
export {
  type SampleWeightContractOptions,
  sampleWeightContract,
  type WeightedRun,
} from "./sample-weight-contract.js";
export {
  type Divided,
  type DivideRows,
  type Division,
  type PromisedSizes,
  type SmallClassesChoice,
  type SplitRow,
  type SplitterUnderTest,
  splitContract,
} from "./split-contract.js";
export { vectorizerContract } from "./vectorizer-contract.js";

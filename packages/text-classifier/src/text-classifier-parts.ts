import type {
  BundleFiles,
  BundleInfo,
  Cleaning,
  Codec,
  DecisionRule,
  FittedClassifier,
  FittedVectorizer,
  ModelBundle,
  Split,
} from "@imdb/core";

/** Writes the files of a bundle to a path. */
export type SaveFiles = (files: BundleFiles, path: string) => Promise<void>;

/** What a fitted text classifier is made of. */
export interface TextClassifierParts<L extends string = string> {
  readonly vectorizer: FittedVectorizer;
  readonly classifier: FittedClassifier;
  readonly positive: L | undefined;
  readonly decision: DecisionRule | undefined;
  /** How the training texts were cleaned. */
  readonly cleaning: Cleaning;
  readonly codecs: readonly Codec[];
  readonly info: BundleInfo;
  /** The version of the split that it was fitted on; left out where it was loaded. */
  readonly fittedOn?: Split["version"];
  readonly save: SaveFiles;
  /** The bundle that it was loaded from. */
  readonly bundle?: ModelBundle | undefined;
}

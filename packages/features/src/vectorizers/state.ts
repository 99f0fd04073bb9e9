import type { Analyzer } from "../engine/analyzer.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import type { ResolvedCountOptions } from "./count-options.js";

/** The key of the state of a fitted vectorizer that its codec writes. */
export const STATE: unique symbol = Symbol.for("@imdb/features/state") as never;

/** The state of a fitted count or TF-IDF vectorizer. */
export interface TermState {
  readonly options: ResolvedCountOptions;
  readonly analyzer: Analyzer;
  readonly vocabulary: Vocabulary;
}

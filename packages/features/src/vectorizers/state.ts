import type { Analyzer } from "../engine/analyzer.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import type { ResolvedCountOptions } from "./count-options.js";

/** The key under which a fitted vectorizer carries what its codec writes. */
export const STATE: unique symbol = Symbol.for("@imdb/features/state") as never;

/** What a fitted count or TF-IDF vectorizer is made of. */
export interface TermState {
  readonly options: ResolvedCountOptions;
  readonly analyzer: Analyzer;
  readonly vocabulary: Vocabulary;
}

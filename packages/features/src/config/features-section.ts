import { parseWith } from "@imdb/core";
import { configFields, optionsFromConfig } from "@imdb/core/config";
import * as z from "zod";
import { sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import { wordTokenizer } from "../tokenizers/word-tokenizer.js";
import { countVectorizer, type FittedCount } from "../vectorizers/count-vectorizer.js";
import {
  type HashingVectorizer,
  hashingOptions,
  hashingVectorizer,
} from "../vectorizers/hashing-vectorizer.js";
import type { TermVectorizer } from "../vectorizers/learned-terms.js";
import { type FittedTfidf, tfidfOptions, tfidfVectorizer } from "../vectorizers/tfidf-vectorizer.js";

const TOKENIZERS = { word: wordTokenizer, sentiment: sentimentTokenizer };
const MAKERS = { tfidf: tfidfVectorizer, count: countVectorizer, hashing: hashingVectorizer };

const { tokenizer: _, ...fields } = configFields<typeof tfidfOptions | typeof hashingOptions>(
  tfidfOptions,
  hashingOptions,
);

/**
 * The section `features` of a configuration, in snake case: the type of vectorizer and its options. Unknown keys are
 * refused at once, and an option that does not go with the type when the vectorizer is made.
 */
export const featuresSectionSchema = z.strictObject({
  type: z.enum(["tfidf", "count", "hashing"]).default("tfidf"),
  tokenizer: z.enum(["word", "sentiment"]).optional(),
  ...fields,
});

/** @see {@link featuresSectionSchema} */
export type FeaturesSection = z.output<typeof featuresSectionSchema>;

/** The section as it is written. */
export type FeaturesSectionInput = z.input<typeof featuresSectionSchema>;

interface Vectorizers {
  readonly tfidf: TermVectorizer<FittedTfidf>;
  readonly count: TermVectorizer<FittedCount>;
  readonly hashing: HashingVectorizer;
}

/**
 * The vectorizer that a section describes.
 *
 * @param section  As it is written, or already checked.
 * @throws `SCHEMA_MISMATCH`; `INVALID_OPTION` for an option that does not go with the type or another option.
 * @example
 * const vectorizer = vectorizerFromConfig({ ngram_range: [1, 2], min_df: 1 });
 * (await vectorizer.fit(withRole("train", ["good film"]))).featureCount; // => 3
 */
export function vectorizerFromConfig(
  section: FeaturesSectionInput & { readonly type?: "tfidf" | undefined },
): Vectorizers["tfidf"];
export function vectorizerFromConfig<T extends keyof Vectorizers>(
  section: FeaturesSectionInput & { readonly type: T },
): Vectorizers[T];
export function vectorizerFromConfig(section: FeaturesSectionInput): Vectorizers[keyof Vectorizers];
export function vectorizerFromConfig(section: unknown): Vectorizers[keyof Vectorizers] {
  const { type, tokenizer, ...rest } = parseWith(featuresSectionSchema, section, "The section features");
  const options = optionsFromConfig(rest, tfidfOptions, hashingOptions);
  return MAKERS[type]({ ...options, ...(tokenizer && { tokenizer: TOKENIZERS[tokenizer]() }) });
}

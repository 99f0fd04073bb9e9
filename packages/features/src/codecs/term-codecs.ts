import { assertPart, type Codec, type EncodedPart, finiteNumbers, vectorTensor } from "@imdb/core";
import { termsOf, type Vocabulary } from "../engine/vocabulary.js";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import type { ResolvedCountOptions } from "../vectorizers/count-options.js";
import { countParams } from "../vectorizers/count-options.js";
import { type FittedCount, fittedCount } from "../vectorizers/count-vectorizer.js";
import { STATE, type TermState } from "../vectorizers/state.js";
import { textAnalyzer } from "../vectorizers/text-analyzer.js";
import { type FittedTfidf, fittedTfidf } from "../vectorizers/tfidf-vectorizer.js";
import { weightingOptions } from "../vectorizers/weighting.js";
import { decodeCountOptions, savedTokenizer, trusted } from "./params.js";
import { decodeVocabulary, encodeVocabulary, VOCABULARY } from "./vocabulary-part.js";

/** Writes and reads fitted count vectorizers. */
export function countCodec(tokenizers: readonly Tokenizer[]): Codec<FittedCount> {
  return {
    kind: "count",
    version: 1,
    tensors: VOCABULARY,
    encode: ({ [STATE]: state }) => ({
      params: savedParams(state, tokenizers),
      tensors: encodeVocabulary(state.vocabulary),
    }),
    decode: (part) => fittedCount(decodeState(part, tokenizers)),
  };
}

/** Writes and reads fitted TF-IDF vectorizers. */
export function tfidfCodec(tokenizers: readonly Tokenizer[]): Codec<FittedTfidf> {
  return {
    kind: "tfidf",
    version: 1,
    tensors: [...VOCABULARY, "idf"],
    encode: ({ [STATE]: state, weighting, idf }) => ({
      params: { ...savedParams(state, tokenizers), ...weighting },
      tensors: { ...encodeVocabulary(state.vocabulary), idf: vectorTensor(idf) },
    }),
    decode(part) {
      const state = decodeState(part, tokenizers);
      const idf = finiteNumbers(part, "idf");
      const columns = state.vocabulary.nodeOf.length;
      assertPart(idf.length === columns, `${idf.length} idf values for ${columns} columns`);
      const weighting = trusted(() => weightingOptions.resolve(weightingOptions.pick(part.params) as never));
      return fittedTfidf(state, weighting, idf);
    },
  };
}

function savedParams({ options }: TermState, tokenizers: readonly Tokenizer[]) {
  savedTokenizer(options.tokenizer, tokenizers);
  return countParams(options);
}

function decodeState(part: EncodedPart, tokenizers: readonly Tokenizer[]): TermState {
  const options = decodeCountOptions(part.params, tokenizers);
  const analyzer = textAnalyzer(options);
  const vocabulary = decodeVocabulary(part, analyzer.scanner.joiner);
  return { options: withVocabulary(options, part, vocabulary), analyzer, vocabulary };
}

function withVocabulary(
  options: ResolvedCountOptions,
  part: EncodedPart,
  vocabulary: Vocabulary,
): ResolvedCountOptions {
  return part.params["vocabulary"] === null ? options : { ...options, vocabulary: termsOf(vocabulary) };
}

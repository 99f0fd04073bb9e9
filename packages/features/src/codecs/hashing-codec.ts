import type { Codec } from "@imdb/core";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { type HashingVectorizer, hashingVectorizer } from "../vectorizers/hashing-vectorizer.js";
import { decodeTextOptions, pick, savedTokenizer, trusted } from "./params.js";

const OWN = ["nFeatures", "alternateSign", "binary", "norm"];

/** Writes and reads hashing vectorizers, which are their parameters and nothing else. */
export function hashingCodec(tokenizers: readonly Tokenizer[]): Codec<HashingVectorizer> {
  return {
    kind: "hashing",
    version: 1,
    tensors: [],
    encode({ params, options }) {
      savedTokenizer(options.tokenizer, tokenizers);
      return { params: params as Record<string, never>, tensors: {} };
    },
    decode: ({ params }) =>
      trusted(() => hashingVectorizer({ ...decodeTextOptions(params, tokenizers), ...pick(params, OWN) })),
  };
}

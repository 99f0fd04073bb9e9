import type { Codec } from "@imdb/core";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import {
  type HashingVectorizer,
  hashingOptions,
  hashingVectorizer,
} from "../vectorizers/hashing-vectorizer.js";
import { decodeTextOptions, savedTokenizer, trusted } from "./params.js";

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
      trusted(() => {
        const { tokenizer: _, ...rest } = hashingOptions.pick(params);
        return hashingVectorizer({ ...rest, ...decodeTextOptions(params, tokenizers) } as never);
      }),
  };
}

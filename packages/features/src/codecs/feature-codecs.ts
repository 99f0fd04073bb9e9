import type { Codec } from "@imdb/core";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { hashingCodec } from "./hashing-codec.js";
import { pipelineCodec } from "./pipeline-codec.js";
import { countCodec, tfidfCodec } from "./term-codecs.js";

/**
 * The codecs of this package's fitted vectorizers, for `saveBundle` and `loadBundle`.
 *
 * @param options.tokenizers  Your own tokenizers that bundles may name, made with `customTokenizer`.
 */
export function createFeatureCodecs(
  options: { readonly tokenizers?: readonly Tokenizer[] } = {},
): readonly Codec[] {
  const { tokenizers = [] } = options;
  const vectorizers = [
    countCodec(tokenizers),
    tfidfCodec(tokenizers),
    hashingCodec(tokenizers),
  ] as Codec<never>[] as Codec[];
  return [...vectorizers, pipelineCodec(vectorizers) as Codec<never> as Codec];
}

/** The codecs of this package's fitted vectorizers, with this package's tokenizers. */
export const featureCodecs: readonly Codec[] = createFeatureCodecs();

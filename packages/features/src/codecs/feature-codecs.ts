import type { Codec } from "@imdb/core";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { denseCodec } from "./dense-codec.js";
import { hashingCodec } from "./hashing-codec.js";
import { pipelineCodec } from "./pipeline-codec.js";
import { countCodec, tfidfCodec } from "./term-codecs.js";
import { unionCodec } from "./union-codec.js";

/**
 * The codecs of this package's fitted vectorizers, for `saveBundle` and `loadBundle`.
 *
 * A pipeline may hold a union, and that may hold pipelines; there it ends, so that no bundle nests deeper.
 *
 * @param options.tokenizers  Your own tokenizers that bundles may name, made with `customTokenizer`.
 */
export function createFeatureCodecs(
  options: { readonly tokenizers?: readonly Tokenizer[] } = {},
): readonly Codec[] {
  const { tokenizers = [] } = options;
  const simple = [countCodec(tokenizers), tfidfCodec(tokenizers), hashingCodec(tokenizers), denseCodec];
  const union = unionCodec([...simple, pipelineCodec(simple)]);
  return [...simple, union, pipelineCodec([...simple, union])];
}

/** The codecs of this package's fitted vectorizers, with this package's tokenizers. */
export const featureCodecs: readonly Codec[] = createFeatureCodecs();

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
 * Pipelines and unions may hold one another, as deep as `decodePart` reads.
 *
 * @param options.tokenizers  Your own tokenizers that bundles may name, made with `customTokenizer`.
 */
export function createFeatureCodecs(
  options: { readonly tokenizers?: readonly Tokenizer[] } = {},
): readonly Codec[] {
  const { tokenizers = [] } = options;
  const codecs: Codec[] = [
    countCodec(tokenizers),
    tfidfCodec(tokenizers),
    hashingCodec(tokenizers),
    denseCodec,
  ];
  // The same list that these two are put into.
  codecs.push(unionCodec(codecs), pipelineCodec(codecs));
  return codecs;
}

/** The codecs of this package's fitted vectorizers, with this package's tokenizers. */
export const featureCodecs: readonly Codec[] = createFeatureCodecs();

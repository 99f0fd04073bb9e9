import type { Codec } from "@imdb/core";
import { having, listOf, optionsOf } from "@imdb/core/options";
import type { Tokenizer } from "../tokenizers/tokenizer.js";
import { denseOptions, type FittedDense, fittedDense } from "../vectorizers/dense-features.js";
import { type FittedHashing, fittedHashing, hashingOptions } from "../vectorizers/hashing-vectorizer.js";
import { decodeTextOptions, savedTokenizer, trusted } from "./params.js";
import { pipelineCodec } from "./pipeline-codec.js";
import { countCodec, tfidfCodec } from "./term-codecs.js";
import { unionCodec } from "./union-codec.js";

/** Writes and reads dense features, which consist of their parameters only. */
const denseCodec: Codec<FittedDense> = {
  kind: "dense-features",
  version: 1,
  tensors: [],
  encode: ({ params }) => ({ params: params as Record<string, never>, tensors: {} }),
  decode: ({ params }) => trusted(() => fittedDense(denseOptions.pick(params) as never)),
};

/** Writes and reads hashing vectorizers, which consist of their parameters only. */
function hashingCodec(tokenizers: readonly Tokenizer[]): Codec<FittedHashing> {
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
        return fittedHashing({ ...rest, ...decodeTextOptions(params, tokenizers) } as never);
      }),
  };
}

/** Options of {@link createFeatureCodecs}. */
export interface CodecOptions {
  readonly tokenizers?: readonly Tokenizer[];
}

const codecOptions = optionsOf<CodecOptions>({
  tokenizers: [[], listOf(having<Tokenizer>("a tokenizer", "tokenize"))],
});

/**
 * The codecs of this package's fitted vectorizers, for `saveBundle` and `loadBundle`.
 *
 * Pipelines and unions may contain one another, as deep as `decodePart` reads.
 *
 * @param options.tokenizers  Your own tokenizers that bundles may name, made with `customTokenizer`.
 * @throws `INVALID_OPTION`
 */
export function createFeatureCodecs(options: CodecOptions = {}): readonly Codec[] {
  const { tokenizers } = codecOptions.resolve(options);
  const codecs: Codec[] = [
    countCodec(tokenizers),
    tfidfCodec(tokenizers),
    hashingCodec(tokenizers),
    denseCodec,
  ];
  // These two read parts with all codecs of the list, themselves included.
  codecs.push(unionCodec(codecs), pipelineCodec(codecs));
  return codecs;
}

/** The codecs of this package's fitted vectorizers, with this package's tokenizers. */
export const featureCodecs: readonly Codec[] = createFeatureCodecs();

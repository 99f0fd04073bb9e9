import type { Codec, EncodedPart } from "@imdb/core";
import { type FittedNbWeighting, fittedNbWeighting, nbWeighting } from "../transformers/nb-weighting.js";
import { type FittedTfidfTransformer, fittedTfidfTransformer } from "../transformers/tfidf-transformer.js";
import { resolveWeighting, WEIGHTING_OPTIONS } from "../vectorizers/weighting.js";
import { pick, trusted } from "./params.js";
import { require, tensor, vector } from "./part-fields.js";

const nbWeightingCodec: Codec<FittedNbWeighting> = {
  kind: "nb-weighting",
  version: 1,
  encode: ({ params, weights }) => ({
    params: params as EncodedPart["params"],
    tensors: { weights: tensor(weights) },
  }),
  decode(part) {
    const options = pick(part.params, ["alpha"]) as { alpha: number };
    trusted(() => nbWeighting(options));
    return fittedNbWeighting(options, finite(part, "weights"));
  },
};

const tfidfTransformerCodec: Codec<FittedTfidfTransformer> = {
  kind: "tfidf-transformer",
  version: 1,
  encode: ({ weighting, idf }) => ({ params: weighting, tensors: { idf: tensor(idf) } }),
  decode(part) {
    const weighting = trusted(() => resolveWeighting(pick(part.params, WEIGHTING_OPTIONS)));
    return fittedTfidfTransformer(weighting, finite(part, "idf"));
  },
};

/** The codecs of this package's fitted transformers. */
export const transformerCodecs = [nbWeightingCodec, tfidfTransformerCodec] as Codec<never>[] as Codec[];

/** A vector of doubles without NaN and infinities. */
export function finite(part: EncodedPart, name: string): Float64Array {
  const values = vector(part, name, "Float64Array");
  require(values.every((value) => Number.isFinite(value)), `tensor ${name} has a value that is not finite`);
  return values;
}

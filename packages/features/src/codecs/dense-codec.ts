import type { Codec } from "@imdb/core";
import { type DenseFeatures, denseFeatures, denseOptions } from "../vectorizers/dense-features.js";
import { trusted } from "./params.js";

/** Writes and reads dense features, which are their parameters and nothing else. */
export const denseCodec: Codec<DenseFeatures> = {
  kind: "dense-features",
  version: 1,
  tensors: [],
  encode: ({ params }) => ({ params: params as Record<string, never>, tensors: {} }),
  decode: ({ params }) => trusted(() => denseFeatures(denseOptions.pick(params) as never)),
};

import {
  assertPart,
  bundleFromTar,
  bundleToTar,
  type Codec,
  contentHashSchema,
  decodeBundle,
  parseWith,
} from "@imdb/core";
import { codecsOf, type OwnParts } from "./codecs.js";
import { type FittedTextClassifier, TEXT_CLASSIFIER } from "./fitted-text-classifier.js";
import { textClassifierOf } from "./load-text-classifier.js";
import type { SaveFiles } from "./text-classifier-parts.js";

/** {@link textClassifierCodec} for a runtime, which says how files are saved. */
export function textClassifierCodecWith(save: SaveFiles, own: OwnParts = {}): Codec<FittedTextClassifier> {
  const codecs = codecsOf(own);
  return {
    kind: TEXT_CLASSIFIER,
    version: 1,
    tensors: ["bundle"],
    encode(model) {
      const data = bundleToTar(model.toBundle());
      const { fittedOn } = model;
      return {
        params: { ...(fittedOn !== undefined && { fittedOn }) },
        tensors: { bundle: { shape: [data.length], data } },
      };
    },
    decode({ params, tensors }) {
      const fittedOn =
        params["fittedOn"] === undefined
          ? undefined
          : parseWith(contentHashSchema, params["fittedOn"], "The data version of a stored text classifier");
      const data = tensors["bundle"]?.data;
      assertPart(data instanceof Uint8Array, "its bundle is missing");
      return textClassifierOf(decodeBundle(bundleFromTar(data), codecs), codecs, save, fittedOn);
    },
  };
}

import { assertPart, type Codec, decodeParts, encodeParts, type FittedVectorizer } from "@imdb/core";
import { type FittedPipeline, fittedPipeline } from "../compose/pipeline.js";
import type { FittedTransformer } from "../transformers/transformer.js";
import { trusted } from "./params.js";
import { transformerCodecs } from "./transformer-codecs.js";

type Fitted = FittedVectorizer | FittedTransformer;

/**
 * Writes and reads fitted pipelines, each part by its own codec.
 *
 * @param vectorizerCodecs  The codecs of the vectorizers that a pipeline may start with.
 */
export function pipelineCodec(vectorizerCodecs: readonly Codec[]): Codec<FittedPipeline> {
  const codecs = (name: string) => (name === "vectorizer" ? vectorizerCodecs : transformerCodecs);
  return {
    kind: "pipeline",
    version: 1,
    encode({ vectorizer, steps }) {
      const { descriptions, tensors } = encodeParts(partsOf<Fitted>(vectorizer, steps), codecs);
      return { params: { vectorizer: descriptions[0]!, steps: descriptions.slice(1) }, tensors };
    },
    decode(part) {
      const { vectorizer, steps } = part.params;
      assertPart(Array.isArray(steps), "its steps are not a list");
      const [first, ...rest] = decodeParts(part, partsOf(vectorizer, steps), codecs);
      return trusted(() => fittedPipeline(first as FittedVectorizer, rest as FittedTransformer[]));
    },
  };
}

function partsOf<T>(vectorizer: T, steps: readonly T[]): Record<string, T> {
  return { vectorizer, ...Object.fromEntries(steps.map((step, i) => [`steps.${i}`, step])) };
}

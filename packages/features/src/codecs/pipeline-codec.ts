import type { Codec, FittedVectorizer, JsonValue } from "@imdb/core";
import { type FittedPipeline, fittedPipeline } from "../compose/pipeline.js";
import type { FittedTransformer } from "../transformers/transformer.js";
import { decodeNested, encodeNested } from "./nested-part.js";
import { trusted } from "./params.js";
import { require } from "./part-fields.js";
import { transformerCodecs } from "./transformer-codecs.js";

/** Pipelines in pipelines end here; a hostile bundle could nest without end. */
const MAX_STEPS = 32;

/**
 * Writes and reads fitted pipelines, each part by its own codec.
 *
 * @param vectorizerCodecs  What a pipeline may start with.
 */
export function pipelineCodec(vectorizerCodecs: readonly Codec[]): Codec<FittedPipeline> {
  return {
    kind: "pipeline",
    version: 1,
    encode({ vectorizer, steps }) {
      const base = encodeNested(vectorizer, "vectorizer", vectorizerCodecs);
      const rest = steps.map((step, i) => encodeNested(step, `steps.${i}`, transformerCodecs));
      return {
        params: { vectorizer: base.description, steps: rest.map((part) => part.description) } as Record<
          string,
          JsonValue
        >,
        tensors: Object.assign({}, base.tensors, ...rest.map((part) => part.tensors)),
      };
    },
    decode(part) {
      const { vectorizer, steps } = part.params;
      require(Array.isArray(steps) &&
        steps.length <= MAX_STEPS, `its steps are no list of at most ${MAX_STEPS}`);
      const base = decodeNested(part, vectorizer, "vectorizer", vectorizerCodecs) as FittedVectorizer;
      const fitted = steps.map(
        (step, i) => decodeNested(part, step, `steps.${i}`, transformerCodecs) as FittedTransformer,
      );
      return trusted(() => fittedPipeline(base, fitted));
    },
  };
}

import {
  type Codec,
  cleaningRecords,
  decodeParts,
  encodeParts,
  type FittedVectorizer,
  type JsonValue,
  jsonRecordSchema,
  parseWith,
} from "@imdb/core";
import {
  type CleanedVectorizer,
  type CleaningStep,
  knownSteps,
  stepIdentity,
  stepOf,
  stepRule,
} from "@imdb/core/cleaning";
import { checkOption, having, listOf } from "@imdb/core/options";
import * as z from "zod/mini";
import { cleanedVectorizer } from "./cleaned-vectorizer.js";

const paramsSchema = z.strictObject({
  steps: z.array(z.strictObject({ name: z.string(), version: z.int(), params: jsonRecordSchema })),
  inner: z.unknown(),
});

/**
 * The codec of a {@link CleanedVectorizer}. A bundle names its cleaning steps: built-in steps, or those in `steps`.
 *
 * @param codecs  The codecs of the vectorizers that may be inside.
 * @param steps   Your own cleaning steps that bundles may name.
 * @throws `INVALID_OPTION`
 */
export function cleaningCodec(codecs: readonly Codec[], steps: readonly CleaningStep[] = []): Codec {
  checkOption("codecs", codecs, listOf(having<Codec>("a codec", "decode")), "cleaningCodec");
  checkOption("steps", steps, listOf(stepRule), "cleaningCodec");
  const known = knownSteps(steps);
  return {
    kind: "CleanedVectorizer",
    version: 1,
    encode(fitted) {
      const { steps: used, inner } = fitted as CleanedVectorizer;
      for (const step of used) stepOf(known, stepIdentity(step));
      const { descriptions, tensors } = encodeParts({ inner }, codecs);
      const steps = cleaningRecords(used) as unknown as JsonValue;
      return { params: { steps, inner: descriptions[0]! }, tensors };
    },
    decode(part) {
      const { steps: named, inner } = parseWith(paramsSchema, part.params, "The bundle's cleaning");
      const [vectorizer] = decodeParts<FittedVectorizer>(part, { inner }, codecs);
      return cleanedVectorizer(
        vectorizer!,
        named.map((step) => stepOf(known, stepIdentity(step))),
      );
    },
  };
}

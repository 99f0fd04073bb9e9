import type { Codec } from "@imdb/core";
import { type CleaningStep, cleaningCodec } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { createTrainCodecs } from "@imdb/train";

/** Fitted parts that are not of these packages. */
export interface OwnParts {
  /** The codecs of your own vectorizers and classifiers. Default: none. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Your own cleaning steps. Default: none. */
  readonly cleaning?: readonly CleaningStep[] | undefined;
}

/** The codecs of the parts that a text classifier may have: those of these packages, and the caller's. */
export function codecsOf({ codecs = [], cleaning = [] }: OwnParts = {}): readonly Codec[] {
  const vectorizers = [...codecs, ...featureCodecs];
  return [...vectorizers, cleaningCodec(vectorizers, cleaning), ...createTrainCodecs(codecs)];
}

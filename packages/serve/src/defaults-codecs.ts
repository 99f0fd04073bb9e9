import type { Codec } from "@imdb/core";
import { cleaningCodec } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { trainCodecs } from "@imdb/train";

/** The codecs of `@imdb/features`, `@imdb/train` and the cleaning of `@imdb/data-pipeline`. */
export const defaultCodecs: readonly Codec[] = [
  ...featureCodecs,
  cleaningCodec(featureCodecs),
  ...trainCodecs,
];

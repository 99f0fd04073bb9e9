import { cleaningCodec } from "@imdb/data-pipeline";
import { featureCodecs } from "@imdb/features";
import { trainCodecs } from "@imdb/train";

/** The codecs of the fitted objects in stored results and in the bundle. */
export const codecs = [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs];

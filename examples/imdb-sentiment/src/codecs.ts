import { cleaningCodec } from "@imdb/data-pipeline";
import { featureCodecs } from "@imdb/features";
import { trainCodecs } from "@imdb/train";

/** The kinds of fitted objects that kept results and the bundle may hold. */
export const codecs = [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs];

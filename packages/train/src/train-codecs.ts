import type { Codec } from "@imdb/core";
import { linearCodec } from "./linear/linear-codec.js";

/** The codecs of every fitted classifier of this package: pass them where a bundle is written or read. */
export const trainCodecs: readonly Codec[] = [linearCodec("LogisticRegression")] as readonly Codec[];

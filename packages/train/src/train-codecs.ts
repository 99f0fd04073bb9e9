import type { Codec } from "@imdb/core";
import { checkOption, having, listOf } from "@imdb/core/options";
import { denseCodec } from "./dense/dense-codec.js";
import { dummyCodec } from "./dummy-classifier.js";
import { compositeCodecs } from "./ensemble/composite-codecs.js";
import { linearCodec } from "./linear/linear-codec.js";

const LINEAR_KINDS = [
  "LogisticRegression",
  "LinearSVC",
  "MultinomialNB",
  "ComplementNB",
  "NbLogisticRegression",
  "SGDClassifier",
];
const simple = [...LINEAR_KINDS.map(linearCodec), dummyCodec, denseCodec] as readonly Codec[];

/**
 * The codecs of the fitted classifiers of this package, for bundles of ensembles that contain your own classifiers.
 *
 * @param own  The codecs of your classifiers. Default: none.
 * @throws `INVALID_OPTION`
 */
export function createTrainCodecs(own: readonly Codec[] = []): readonly Codec[] {
  checkOption("own", own, listOf(having<Codec>("a codec", "encode")));
  const codecs = [...own, ...simple];
  // The composite codecs get the list that they are added to, because an ensemble may contain ensembles.
  codecs.push(...compositeCodecs(codecs));
  return codecs;
}

/** The codecs of all fitted classifiers of this package. Pass them when you write or read a bundle. */
export const trainCodecs: readonly Codec[] = createTrainCodecs();

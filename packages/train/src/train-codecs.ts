import type { Codec } from "@imdb/core";
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
 * The codecs of this package's fitted classifiers, for bundles whose ensembles hold classifiers of yours.
 *
 * @param own  Codecs of your classifiers.
 */
export function createTrainCodecs(own: readonly Codec[] = []): readonly Codec[] {
  const codecs = [...own, ...simple];
  // The same list that these are put into: ensembles may hold ensembles, as deep as `decodePart` reads.
  codecs.push(...compositeCodecs(codecs));
  return codecs;
}

/** The codecs of every fitted classifier of this package: pass them where a bundle is written or read. */
export const trainCodecs: readonly Codec[] = createTrainCodecs();

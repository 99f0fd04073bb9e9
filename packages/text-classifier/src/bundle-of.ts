import {
  type BundleFiles,
  type BundleInfo,
  decodeManifest,
  encodeBundle,
  type Manifest,
  type ModelBundle,
  UnknownCodec,
} from "@imdb/core";
import { TokenizerNotSerializable } from "@imdb/features";
import { bundleInfoOptions, type SavedFacts } from "./bundle-info.js";
import { assertReferenceCleaning } from "./reference-cleaning.js";
import type { TextClassifierParts } from "./text-classifier-parts.js";

/** The version of a model that cannot be saved, and so has no content that could be hashed. */
export const UNSAVED = "unsaved";

/** The files of the bundle of a model. @throws `INVALID_OPTION`, `UNKNOWN_CODEC`, `TOKENIZER_NOT_SERIALIZABLE` */
export function filesOf(parts: TextClassifierParts, facts?: SavedFacts): BundleFiles {
  const { vectorizer, classifier, codecs, info, positive, decision } = parts;
  const given = bundleInfoOptions.resolve(facts ?? {}, "save");
  const { source = info.trainingData.source, ...others } = given;
  const trainingData = { ...info.trainingData, source };
  assertReferenceCleaning(given.reference, parts.cleaning);
  return encodeBundle(
    { vectorizer, classifier },
    { ...info, ...others, trainingData, positive, decision } as BundleInfo,
    codecs,
  );
}

/**
 * The bundle of a model, for predictions. Only a saved model needs codecs: one with a function as tokenizer, or with a part of
 * your own without a codec, predicts too, under the version {@link UNSAVED}.
 */
export function bundleOf(parts: TextClassifierParts): ModelBundle {
  const { vectorizer, classifier, bundle } = parts;
  return bundle ?? { manifest: manifestOf(parts), vectorizer, classifier, reference: null };
}

function manifestOf(parts: TextClassifierParts): Manifest {
  try {
    return decodeManifest(filesOf(parts).get("manifest.json")!);
  } catch (error) {
    if (!UnknownCodec.is(error) && !TokenizerNotSerializable.is(error)) throw error;
    const { info, classifier, positive, decision } = parts;
    const { reference: _, ...facts } = info;
    const deciding = { ...(positive !== undefined && { positive }), ...(decision && { decision }) };
    const labels = [...classifier.classes];
    return { schemaVersion: 1, ...facts, version: UNSAVED, labels, ...deciding } as unknown as Manifest;
  }
}

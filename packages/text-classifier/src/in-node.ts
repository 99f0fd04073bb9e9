import { fileURLToPath } from "node:url";
import type { Codec } from "@imdb/core";
import type { DecidedEvaluation } from "@imdb/measures";
import { loadBundle, saveBundle } from "@imdb/runtime/bundles";
import type { LoadOptions, ModelSource } from "@imdb/serve";
import type { OwnParts } from "./codecs.js";
import type { FittedTextClassifier } from "./fitted-text-classifier.js";
import { type LoadTextClassifierOptions, loadTextClassifierWith } from "./load-text-classifier.js";
import type { DecidedTextClassifierOptions, TextClassifierOptions } from "./options.js";
import { type TextClassifier, textClassifierWith } from "./text-classifier.js";
import { textClassifierCodecWith } from "./text-classifier-codec.js";

/**
 * Makes a text classifier of a vectorizer and a classifier: one object from raw texts to decisions. What it is fitted on
 * decides the cleaning, and the fitted object cleans raw texts in the same way.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const texts = ["a great film", "great fun", "a dull film", "dull and bad"];
 * const examples = texts.map((text, i) => ({ id: `${i}`, text, label: i < 2 ? "pos" : "neg" }));
 * const split = stratifiedSplit({ testSize: 0.5, seed: 1 });
 * const data = await createPipeline({ split, positive: "pos" }).process(examples);
 * const classifier = textClassifier({ vectorizer: tfidfVectorizer(), classifier: logisticRegression() });
 * const model = await classifier.fit(data);
 * model.predict("great<br />fun").label; // => "pos"
 */
export function textClassifier(options: DecidedTextClassifierOptions): TextClassifier<DecidedEvaluation>;
export function textClassifier(options: TextClassifierOptions): TextClassifier;
export function textClassifier(options: TextClassifierOptions): TextClassifier {
  return textClassifierWith(saveBundle, options);
}

/**
 * Loads a saved text classifier. Sizes and hashes are verified first, and no code runs out of it.
 *
 * @param source  The path of a folder or a `.tar`; a URL of either; the bytes of a `.tar`; or `models:/name@alias`
 *                with a `resolve` that looks it up in the registry.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`, `FILE_FAILURE`, `LABEL_MISMATCH`, `UNKNOWN_MODEL_URI`,
 *         `MODEL_DOWNLOAD_FAILED`, `INVALID_OPTION`
 * @example no-run
 * const model = await loadTextClassifier("models/sentiment", { labels: ["neg", "pos"] });
 * model.predict("A wonderful film.").label; // typed "neg" | "pos"
 */
export function loadTextClassifier<L extends string = string>(
  source: ModelSource,
  options: LoadTextClassifierOptions<L> = {},
): Promise<FittedTextClassifier<L>> {
  return loadTextClassifierWith({ load, save: saveBundle }, source, options);
}

function load(path: string, { codecs }: LoadOptions) {
  return loadBundle(path.startsWith("file:") ? fileURLToPath(path) : path, codecs);
}

/**
 * The codec of fitted text classifiers: a task of `@imdb/flow` with `codecs: [textClassifierCodec()]` may return one, and it is
 * stored and read again as a bundle.
 *
 * @param own  The codecs of your own vectorizers and classifiers, and your own cleaning steps. Default: none.
 */
export function textClassifierCodec(own: OwnParts = {}): Codec<FittedTextClassifier> {
  return textClassifierCodecWith(saveBundle, own);
}

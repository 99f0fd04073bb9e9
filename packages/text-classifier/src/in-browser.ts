import type { BundleFiles, Codec } from "@imdb/core";
import type { DecidedEvaluation } from "@imdb/measures";
import { loadSource, type ModelSource } from "@imdb/serve";
import type { OwnParts } from "./codecs.js";
import { NoFileSystem } from "./errors.js";
import type { FittedTextClassifier } from "./fitted-text-classifier.js";
import {
  type LoadPath,
  type LoadTextClassifierOptions,
  loadTextClassifierWith,
} from "./load-text-classifier.js";
import type { DecidedTextClassifierOptions, TextClassifierOptions } from "./options.js";
import { type TextClassifier, textClassifierWith } from "./text-classifier.js";
import { textClassifierCodecWith } from "./text-classifier-codec.js";

/** The same as in Node, but its models cannot be saved to a path. */
export function textClassifier(options: DecidedTextClassifierOptions): TextClassifier<DecidedEvaluation>;
export function textClassifier(options: TextClassifierOptions): TextClassifier;
export function textClassifier(options: TextClassifierOptions): TextClassifier {
  return textClassifierWith(save, options);
}

/** The same as in Node, but a text that is no URL is a URL relative to the page. */
export function loadTextClassifier<L extends string = string>(
  source: ModelSource,
  options: LoadTextClassifierOptions<L> = {},
): Promise<FittedTextClassifier<L>> {
  return loadTextClassifierWith({ load, save }, source, options);
}

const load: LoadPath = (path, options) => {
  const here = (globalThis as { location?: { href: string } }).location?.href;
  if (here === undefined) throw NoFileSystem.create({ path });
  return loadSource(new URL(path, here), options, () => Promise.reject(NoFileSystem.create({ path })));
};

async function save(_files: BundleFiles, path: string): Promise<void> {
  throw NoFileSystem.create({ path });
}

/** The same as in Node, but its models cannot be saved to a path. */
export function textClassifierCodec(own: OwnParts = {}): Codec<FittedTextClassifier> {
  return textClassifierCodecWith(save, own);
}

import type { Cleaning, Codec, Manifest, ModelBundle, Split } from "@imdb/core";
import { type CleaningStep, isCleanedVectorizer } from "@imdb/core/cleaning";
import { callback, having, integer, listOf, optional, optionsOf, text } from "@imdb/core/options";
import {
  createPredictor,
  type LoadOptions,
  loadSource,
  type ModelSource,
  type ResolveModel,
} from "@imdb/serve";
import type { Evaluation } from "@imdb/train";
import { codecsOf } from "./codecs.js";
import { type FittedTextClassifier, fittedTextClassifier } from "./fitted-text-classifier.js";
import type { SaveFiles } from "./text-classifier-parts.js";

/** Options of {@link loadTextClassifier}. */
export interface LoadTextClassifierOptions<L extends string = string> {
  /** The labels that the caller expects: they type the results, and a model with other labels is refused. */
  readonly labels?: readonly L[] | undefined;
  /**
   * The kinds of parts that the bundle may hold: a bundle with another one is refused. Default: those of these packages.
   * With parts of your own: `textClassifierCodecs({ codecs: [...] })`.
   */
  readonly codecs?: readonly Codec[] | undefined;
  /** Your own cleaning steps that the bundle may name. Default: none. */
  readonly cleaning?: readonly CleaningStep[] | undefined;
  /** Looks up `models:/name@alias` in a registry. Required for such a source only. */
  readonly resolve?: ResolveModel | undefined;
  /** The largest number of bytes that is downloaded from a URL. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds that a download from a URL may take, all files together. Default 600,000. */
  readonly timeoutMs?: number | undefined;
}

/** Loads a bundle from a path of this runtime. */
export type LoadPath = (path: string, options: LoadOptions) => Promise<ModelBundle>;

const loadOptions = optionsOf<LoadTextClassifierOptions, keyof LoadTextClassifierOptions>({
  labels: optional(listOf(text)),
  codecs: optional(listOf(having<Codec>("a codec", "decode"))),
  cleaning: optional(listOf(having<CleaningStep>("a cleaning step", "apply"))),
  resolve: optional(callback<ResolveModel>()),
  maxBytes: optional(integer(1, Number.MAX_SAFE_INTEGER)),
  timeoutMs: optional(integer(0)),
});

/** {@link loadTextClassifier} for a runtime, which says how a path is read and how files are saved. */
export async function loadTextClassifierWith<L extends string>(
  runtime: { readonly load: LoadPath; readonly save: SaveFiles },
  source: ModelSource,
  given: LoadTextClassifierOptions<L>,
): Promise<FittedTextClassifier<L>> {
  loadOptions.resolve(given as LoadTextClassifierOptions, "loadTextClassifier");
  const { labels, codecs: allowed, cleaning, ...rest } = given;
  const codecs = allowed ?? codecsOf({ cleaning });
  const options = { ...rest, codecs };
  const bundle = await loadSource(source, options, (path) => runtime.load(path, options));
  // Refuses a bundle with other labels than those that the caller expects.
  createPredictor<L>(bundle, { labels });
  return textClassifierOf<L>(bundle, codecs, runtime.save);
}

/**
 * The fitted text classifier of a bundle.
 *
 * @param fittedOn  The version of the split that it was fitted on, where it is known.
 */
export function textClassifierOf<L extends string>(
  bundle: ModelBundle,
  codecs: readonly Codec[],
  save: SaveFiles,
  fittedOn?: Split["version"] | undefined,
): FittedTextClassifier<L> {
  const { manifest, vectorizer, classifier, reference } = bundle;
  return fittedTextClassifier<L, Evaluation>({
    vectorizer,
    classifier,
    positive: manifest.positive as L | undefined,
    decision: manifest.decision,
    cleaning: cleaningIn(bundle),
    codecs,
    save,
    ...(fittedOn !== undefined && { fittedOn }),
    info: { ...factsOf(manifest), reference },
    bundle,
  });
}

function factsOf({ name, trainingData, metrics, seed, libraries }: Manifest) {
  return { name, trainingData, metrics, seed, libraries };
}

/** How the training texts were cleaned: the steps before the vectorizer. */
function cleaningIn({ vectorizer }: ModelBundle): Cleaning {
  return isCleanedVectorizer(vectorizer) ? vectorizer.steps : [];
}

import {
  assertPart,
  type Classifier,
  type Codec,
  type CsrMatrix,
  type FittedClassifier,
  finiteNumbers,
  InvalidOption,
  ownFacts,
  parseWith,
  type TrainLabels,
  vectorTensor,
} from "@imdb/core";
import { displayFitted } from "@imdb/core/display";
import { oneOf, optionForms, optionsOf, text } from "@imdb/core/options";
import { checkColumns, checkFit } from "./fitting/check-fit.js";
import type { FitOptions } from "./fitting/fit-options.js";
import { fittedSchema } from "./fitting/fitted-schema.js";
import type { Recipe } from "./fitting/recipe.js";

/**
 * What a dummy classifier predicts: the weighted shares of the classes (`prior`), the most frequent class (`mostFrequent`), equal
 * probabilities (`uniform`), or one class (`constant`).
 */
export type DummyOptions = SharesOptions | ConstantOptions;

/** Options of a dummy classifier that needs no class. */
export interface SharesOptions {
  readonly strategy?: "prior" | "mostFrequent" | "uniform";
}

/** Options of a dummy classifier that predicts one class. */
export interface ConstantOptions {
  readonly strategy: "constant";
  readonly constant: string;
}

/** The schemas of {@link DummyOptions}. */
export const dummyOptions = optionForms(
  ["strategy"],
  [
    optionsOf<SharesOptions>({ strategy: ["prior", oneOf("prior", "mostFrequent", "uniform")] }),
    optionsOf<ConstantOptions>({ strategy: oneOf("constant"), constant: text }),
  ],
);

/** A fitted dummy classifier: the same probabilities for every row. */
export interface FittedDummy<L extends string = string> extends FittedClassifier<L> {
  readonly kind: "DummyClassifier";
  /** One probability per class. */
  readonly prior: Float64Array;
}

/** A dummy classifier that has not been fitted. */
export interface DummyClassifier extends Classifier<FittedDummy> {
  /** The name and the options that it was made with. */
  readonly recipe: Recipe;
  /** Fits on train rows. `run` may have sample weights. */
  fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run?: FitOptions): Promise<FittedDummy<L>>;
}

/**
 * A classifier that ignores the features: a baseline for other classifiers.
 *
 * @throws `INVALID_OPTION`; the fit throws what `logisticRegression` throws.
 * @see    scikit-learn's `DummyClassifier`.
 */
export function dummyClassifier(options: DummyOptions = {}): DummyClassifier {
  const params = dummyOptions.resolve(options);
  const classifier: DummyClassifier = {
    params,
    recipe: { classifier: "dummyClassifier", options: { ...options } },
    async fit(X, y, run = {}) {
      const weights = checkFit(X, y, run);
      const prior = new Float64Array(weights.length);
      if (params.strategy === "constant") prior[classOf(params.constant, y.classes)] = 1;
      else if (params.strategy === "uniform") prior.fill(1 / weights.length);
      else if (params.strategy === "mostFrequent") prior[weights.indexOf(Math.max(...weights))] = 1;
      else {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        weights.forEach((weight, k) => {
          prior[k] = weight / total;
        });
      }
      return fittedDummy({ params, classes: y.classes, featureCount: X.cols, prior });
    },
  };
  return ownFacts(classifier, "recipe");
}

function classOf(label: string, classes: readonly string[]): number {
  const code = classes.indexOf(label);
  if (code >= 0) return code;
  throw InvalidOption.create({ option: "constant", value: label, expected: `one of ${classes.join(", ")}` });
}

function fittedDummy<L extends string>(
  parts: Pick<FittedDummy<L>, "params" | "classes" | "featureCount" | "prior">,
): FittedDummy<L> {
  const { prior, featureCount } = parts;
  return displayFitted({
    ...parts,
    kind: "DummyClassifier",
    predictProba(X) {
      checkColumns(X, featureCount);
      return Float64Array.from({ length: X.rows * prior.length }, (_, at) => prior[at % prior.length]!);
    },
  });
}

/** The codec of dummy classifiers. */
export const dummyCodec: Codec<FittedDummy> = {
  kind: "DummyClassifier",
  version: 1,
  tensors: ["prior"],
  encode: ({ classes, featureCount, params, prior }) => ({
    params: { classes, featureCount, options: params as Record<string, string> },
    tensors: { prior: vectorTensor(prior) },
  }),
  decode(part) {
    const { classes, featureCount, options } = parseWith(fittedSchema, part.params, "DummyClassifier");
    const prior = finiteNumbers(part, "prior", [classes.length]);
    const sum = prior.reduce((total, share) => total + share, 0);
    const isDistribution = prior.every((share) => share >= 0) && Math.abs(sum - 1) < 1e-6;
    assertPart(isDistribution, "its prior is no distribution over the classes");
    return fittedDummy({ classes, featureCount, params: options, prior });
  },
};

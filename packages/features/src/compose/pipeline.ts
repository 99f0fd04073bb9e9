import {
  type AnyVectorizer,
  assertTrain,
  type CsrMatrix,
  type FeatureOccurrence,
  type FittedVectorizer,
  fitVectorizer,
  InvalidOption,
  type RunOptions,
  ShapeMismatch,
  type SupervisedVectorizer,
  type TrainLabels,
  type TrainTexts,
  throwIfCancelled,
  type Vectorizer,
} from "@imdb/core";
import { checkOption, checkRun, having, listOf } from "@imdb/core/options";
import { checkLabels } from "@imdb/measures";
import { identityOfParts } from "../identity.js";
import { lazy } from "../lazy.js";
import type { FittedTransformer, SupervisedTransformer, Transformer } from "../transformers/transformer.js";
import { maybeSupervised } from "./maybe-supervised.js";

/** A vectorizer and transformers of its matrix, fitted together; itself a fitted vectorizer. */
export interface FittedPipeline extends FittedVectorizer {
  readonly kind: "pipeline";
  readonly vectorizer: FittedVectorizer;
  readonly steps: readonly FittedTransformer[];
}

/**
 * Chains transformers to a vectorizer. Each is fitted on the train matrix that the steps before it return, so that
 * none of them can learn from another split.
 *
 * With a step that learns from labels the result is a `SupervisedVectorizer`, whose `fit` asks for them.
 *
 * @throws `INVALID_OPTION` for anything but a vectorizer and a list of transformers; by `fit`, for a `tfidfTransformer` with
 *   `sublinearTf` right after a `hashingVectorizer` with signs: a count below 0 has no logarithm.
 * @example
 * const vectorizer = pipeline(countVectorizer({ binary: true }), [nbWeighting(), tfidfTransformer()]);
 * const train = withRole("train", ["good", "bad", "good film"]);
 * const labels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(1, 0, 1) } as const;
 * (await vectorizer.fit(train, labels)).featureNames(); // => ["bad", "film", "good"]
 */
export function pipeline(
  vectorizer: Vectorizer<FittedVectorizer>,
  steps: readonly Transformer[],
): Vectorizer<FittedPipeline>;
export function pipeline(
  vectorizer: AnyVectorizer,
  steps: readonly (Transformer | SupervisedTransformer)[],
): SupervisedVectorizer<FittedPipeline>;
export function pipeline(
  vectorizer: AnyVectorizer,
  steps: readonly (Transformer | SupervisedTransformer)[],
): AnyVectorizer<FittedPipeline> {
  checkOption("vectorizer", vectorizer, having<AnyVectorizer>("a vectorizer", "fit"));
  checkOption("steps", steps, listOf(having<Transformer | SupervisedTransformer>("a transformer", "fit")));
  const params = { vectorizer: vectorizer.params, steps: steps.map((step) => step.params) };

  async function fitTransform(train: TrainTexts, labels: TrainLabels | undefined, run: RunOptions) {
    assertTrain(train);
    checkRun(run);
    refuseSignedLogarithms(vectorizer, steps[0]);
    if (labels) {
      assertTrain(labels);
      checkLabels(labels, train.length, "labels");
    }
    const base = await fitVectorizer(vectorizer, train, labels, run);
    let { matrix } = base;
    const fitted: FittedTransformer[] = [];
    for (const step of steps) {
      throwIfCancelled(run.signal, "Fitting a pipeline");
      const one = step.supervised ? step.fit(matrix, labels!) : step.fit(matrix, labels ?? train);
      matrix = one.transform(matrix);
      fitted.push(one);
    }
    return { vectorizer: fittedPipeline(base.vectorizer, fitted), matrix };
  }

  return maybeSupervised(
    vectorizer.supervised === true || steps.some((step) => step.supervised),
    {
      params,
      identity: identityOfParts(
        "pipeline",
        [vectorizer, ...steps].map((part) => ["", part]),
      ),
    },
    fitTransform,
  );
}

/** Whether a count is below 0 depends on the texts: what fits on the train texts could fail on those of production. */
function refuseSignedLogarithms(
  vectorizer: AnyVectorizer,
  first: { readonly params: object } | undefined,
): void {
  const { alternateSign, binary } = Object(vectorizer.params);
  const { sublinearTf } = Object(first?.params);
  if (alternateSign !== true || binary === true || sublinearTf !== true) return;
  const expected = "false before a tfidfTransformer with sublinearTf: a count below 0 has no logarithm";
  throw InvalidOption.create({ option: "alternateSign", value: true, expected, of: "hashingVectorizer" });
}

/**
 * Makes a fitted pipeline of fitted parts.
 *
 * @throws `SHAPE_MISMATCH` when a step takes another number of columns than the step before it returns.
 */
export function fittedPipeline(
  vectorizer: FittedVectorizer,
  steps: readonly FittedTransformer[],
): FittedPipeline {
  const featureCount = steps.reduce((count, step) => {
    if (step.inputCount === count) return step.featureCount;
    throw ShapeMismatch.create({
      what: `Columns for ${step.kind}`,
      expected: step.inputCount,
      actual: count,
    });
  }, vectorizer.featureCount);
  const locate = locateThrough(vectorizer, steps);
  return {
    kind: "pipeline",
    params: { vectorizer: vectorizer.params, steps: steps.map((step) => step.params) },
    featureCount,
    vectorizer,
    steps,
    transform: (texts) =>
      steps.reduce<CsrMatrix>((matrix, step) => step.transform(matrix), vectorizer.transform(texts)),
    featureNames: lazy(() => steps.reduce((all, step) => step.featureNames(all), vectorizer.featureNames())),
    ...(locate && { locate }),
    ...(vectorizer.warnings && { warnings: vectorizer.warnings }),
    ...(vectorizer.countTerms && { countTerms: vectorizer.countTerms.bind(vectorizer) }),
  };
}

/** The function that locates features after the steps; undefined when a step mixes columns. */
function locateThrough(vectorizer: FittedVectorizer, steps: readonly FittedTransformer[]) {
  if (!vectorizer.locate || steps.some((step) => !step.columnOf)) return undefined;
  const maps = steps.map((step) => step.columnOf!);
  return (text: string): readonly FeatureOccurrence[] =>
    vectorizer.locate!(text).flatMap((found) => {
      const feature = maps.reduce((column, map) => (column < 0 ? column : map[column]!), found.feature);
      return feature < 0 ? [] : [{ ...found, feature }];
    });
}

import {
  assertDecisionRule,
  createDecision,
  fitVectorizer,
  labelsOf,
  ownFacts,
  type TextEstimator,
} from "@imdb/core";
import { displayUnfitted } from "@imdb/core/display";
import { anObject, checkOption, checkRun } from "@imdb/core/options";
import { cleanedVectorizer, findSteps } from "@imdb/data-pipeline/cleaning";
import {
  calibratedClassifier,
  classifierIdentity,
  crossValCalibrator,
  type Evaluation,
  type FitOptions,
  withCalibration,
} from "@imdb/train";
import { codecsOf } from "./codecs.js";
import { type FittedTextClassifier, fittedTextClassifier } from "./fitted-text-classifier.js";
import { type TextClassifierOptions, textClassifierOptions } from "./options.js";
import { weighted } from "./sample-weight.js";
import type { SaveFiles } from "./text-classifier-parts.js";
import { type TrainingData, trainingFacts } from "./training-data.js";

/** A text classifier that has not been fitted: it cannot predict. */
export interface TextClassifier<E extends Evaluation = Evaluation> extends TextEstimator {
  /** Of types only, no object has it: what `fit` returns for the labels in `labelType`. */
  readonly fittedType?: FittedTextClassifier<NonNullable<this["labelType"]>, E>;
  /**
   * Fits the vectorizer and the classifier on the train split. The cleaning is that of the data: the fitted object cleans
   * raw texts in the same way.
   *
   * @param data  A dataset, as `process` of a pipeline returns it, or a train split.
   * @param run   `seed` of every random choice, `threads`, `signal`, `onProgress`; `sampleWeight`, one for each document of
   *              the train split: it multiplies the loss of the document, for the classifier and the calibration. A document of
   *              weight 0 counts as removed; the vectorizer counts all others once.
   * @throws `CLEANING_UNKNOWN` for texts of which nothing says how they were cleaned; `NOT_TRAIN_SPLIT`, `INVALID_OPTION`, `CANCELLED`, and what the vectorizer and the classifier throw;
   *         `UNKNOWN_CODEC` for a cleaning step of stored data that is not built in and was not given as an option.
   */
  fit<L extends string>(data: TrainingData<L>, run?: FitOptions): Promise<FittedTextClassifier<L, E>>;
}

/** {@link textClassifier} for a runtime, which says how files are saved. */
export function textClassifierWith<E extends Evaluation>(
  save: SaveFiles,
  given: TextClassifierOptions,
): TextClassifier<E> {
  const options = textClassifierOptions.resolve(given, "textClassifier");
  const { vectorizer, classifier, positive, decision, calibration } = options;
  if (decision) assertDecisionRule(decision);
  // Checks the options too.
  const withFolds = calibration && calibratedClassifier(classifier, calibration);
  const calibrated = withFolds?.params;
  const ofParts = [vectorizer.identity, classifierIdentity(withFolds ?? classifier)];
  const identity = ofParts.includes(undefined) ? undefined : JSON.stringify([...ofParts, positive ?? null]);
  const estimator: TextClassifier<E> = {
    params: {
      vectorizer: vectorizer.params,
      classifier: classifier.params,
      ...(positive !== undefined && { positive }),
      ...(decision && { decision }),
      ...(calibrated && { calibration: { method: calibrated["method"], cv: calibrated["cv"] } }),
    },
    ...(identity !== undefined && { identity }),
    ...(positive !== undefined && { positive }),
    ...(decision && { decision }),
    ...(!calibration && { parts: { vectorizer, classifier } }),
    async fit<L extends string>(data: TrainingData<L>, asked: FitOptions = {}) {
      checkOption("run", asked, anObject<FitOptions>("an object of run options"), "fit");
      const { sampleWeight: given, ...run } = asked;
      checkRun(run, "fit");
      const { split: all, ...facts } = trainingFacts(data);
      const { split, weights } = weighted(all, given);
      const labels = labelsOf(split, positive === undefined ? {} : { positive: positive as L });
      // Before the work: costs of a label that the data do not have are refused.
      createDecision({ classes: labels.classes, positive: labels.positive, decision });
      // First, because it refuses folds that the data does not have.
      const calibrator =
        calibration &&
        (await crossValCalibrator({ vectorizer, classifier, ...calibration }, split, {
          ...run,
          ...weights,
        }));
      const features = await fitVectorizer(vectorizer, split.texts, labels, run);
      const base = await classifier.fit(features.matrix, labels, { ...run, ...weights });
      const steps = findSteps(facts.cleaning, options.cleaning);
      return fittedTextClassifier<L, E>({
        // Texts in production are raw: they need the cleaning of the training texts.
        vectorizer: steps.length === 0 ? features.vectorizer : cleanedVectorizer(features.vectorizer, steps),
        classifier: calibrator ? withCalibration(base, calibrator) : base,
        positive: labels.positive,
        decision,
        cleaning: steps,
        codecs: codecsOf({ codecs: options.codecs, cleaning: [...(options.cleaning ?? []), ...steps] }),
        save,
        fittedOn: all.version,
        info: {
          name: options.name,
          trainingData: {
            version: facts.version,
            documents: split.examples.length,
            source: facts.source,
            ...(facts.reading && { reading: facts.reading }),
          },
          metrics: {},
          seed: run.seed ?? 0,
          libraries: {},
        },
      });
    },
  };
  return displayUnfitted("Text classifier")(ownFacts(estimator, "identity", "parts"));
}

import {
  type AnyVectorizer,
  type BundleFiles,
  type Codec,
  type Example,
  encodeBundle,
  type FittedClassifier,
  type FittedVectorizer,
  fitVectorizer,
  type JsonValue,
  labelsOf,
  type ParamValue,
  type RunLogger,
  type RunOptions,
  throwIfCancelled,
} from "@imdb/core";
import { type Evaluation, evaluationMetrics, type Interval } from "@imdb/measures";
import { classifierFromRecipe } from "../classifier-from-recipe.js";
import { evaluateRows } from "../evaluate.js";
import { evaluationReport } from "../report/evaluation-report.js";
import { modelCard } from "../report/model-card.js";
import { type TrainTest, trainTestSplit } from "../selection/train-test-split.js";
import { trainCodecs } from "../train-codecs.js";
import { modelRecipe } from "./sections.js";
import { parseTrainConfig, type TrainConfig, type TrainConfigInput } from "./train-config.js";

/** What {@link train} needs besides the configuration. */
export interface TrainInputs<L extends string = string> {
  /** Labelled examples, to be split as the configuration says, or the two parts of a split already made. */
  readonly data: readonly Example<L>[] | TrainTest<L>;
  /** Where the data comes from, for the bundle and the card. */
  readonly source: string;
  /** Makes the vectorizer from the configuration's `features`. */
  readonly vectorizer: (features: TrainConfig["features"]) => AnyVectorizer;
  /** Codecs of the vectorizer's kind; those of this package are known. */
  readonly codecs: readonly Codec[];
  /** A run that parameters, metrics, card and report are logged to. */
  readonly tracker?: RunLogger;
  /** Versions of the libraries that take part, for the bundle. */
  readonly libraries?: Readonly<Record<string, string>>;
  /** The profile that monitoring compares with, for the bundle. */
  readonly reference?: JsonValue;
}

/** What comes of a training. */
export interface Trained<L extends string = string> {
  readonly config: TrainConfig;
  readonly split: TrainTest<L>;
  readonly vectorizer: FittedVectorizer;
  readonly model: FittedClassifier;
  readonly evaluation: Evaluation;
  readonly intervals: Readonly<Record<string, Interval>>;
  /** Files of the model bundle; save them with `saveBundle` of `@imdb/runtime/bundles`. */
  readonly bundle: BundleFiles;
  /** Markdown. */
  readonly card: string;
  /** HTML. */
  readonly report: string;
}

/**
 * Split, features, fit, evaluation and bundle in one call, by a configuration.
 *
 * The same data, configuration and seed give the same bundle, byte for byte.
 *
 * @param config  An object, or the text of a YAML or JSON file; see `trainConfigSchema`.
 * @throws `SCHEMA_MISMATCH`, `INVALID_OPTION`, `CANCELLED`, and what the steps throw; nothing is written then.
 */
export async function train<L extends string>(
  config: TrainConfigInput | string,
  inputs: TrainInputs<L>,
  run: RunOptions = {},
): Promise<Trained<L>> {
  const checked = parseTrainConfig(config);
  const seed = checked.data.random_state;
  const inner = { ...run, seed };
  const split =
    "train" in inputs.data
      ? inputs.data
      : trainTestSplit(inputs.data, { testSize: checked.data.test_size, seed });
  await inputs.tracker?.logParams(flat(checked));
  const labels = labelsOf(split.train);
  const { vectorizer, matrix } = await fitVectorizer(
    inputs.vectorizer(checked.features),
    split.train.texts,
    labels,
    inner,
  );
  const model = await classifierFromRecipe(modelRecipe(checked.model)).fit(matrix, labels, inner);
  throwIfCancelled(run.signal, "Training");
  const X = vectorizer.transform(split.test.texts);
  const y = labelsOf(split.test);
  const { resamples } = checked.evaluation;
  const { evaluation, intervals } = evaluateRows(model, X, y, { resamples, seed });
  const metrics = evaluationMetrics(evaluation);
  const { name, intended_use: intendedUse } = checked.project;
  const card = modelCard({
    name,
    intendedUse,
    data: {
      version: split.train.version,
      source: inputs.source,
      trainRows: labels.codes.length,
      testRows: y.codes.length,
    },
    features: { kind: vectorizer.kind, count: vectorizer.featureCount, params: vectorizer.params },
    model,
    evaluation,
    intervals,
    seed,
  });
  const report = evaluationReport(model, X, y, {
    title: name,
    vectorizer,
    texts: split.test.texts,
    resamples,
    seed,
  });
  const bundle = encodeBundle(
    { vectorizer, classifier: model },
    {
      name,
      trainingData: { version: split.train.version, documents: labels.codes.length, source: inputs.source },
      metrics,
      seed,
      libraries: inputs.libraries ?? {},
      ...(inputs.reference !== undefined && { reference: inputs.reference }),
    },
    [...inputs.codecs, ...trainCodecs],
  );
  if (inputs.tracker) {
    await inputs.tracker.logMetrics(metrics);
    await inputs.tracker.logText(card, "model-card.md");
    await inputs.tracker.logText(report, "evaluation.html");
  }
  return { config: checked, split, vectorizer, model, evaluation, intervals, bundle, card, report };
}

/** `{ model: { c: 1 } }` as `{ "model.c": 1 }`. */
function flat(config: object, prefix = ""): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      Object.assign(params, flat(value, `${prefix}${key}.`));
    } else {
      params[prefix + key] = Array.isArray(value) ? JSON.stringify(value) : (value as ParamValue);
    }
  }
  return params;
}

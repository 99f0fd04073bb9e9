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
import {
  anObject,
  callback,
  checkOption,
  checkRun,
  having,
  listOf,
  optional,
  optionsOf,
  recordOf,
  rule,
  text,
} from "@imdb/core/options";
import { type Evaluation, evaluationMetrics, type Interval } from "@imdb/measures";
import { classifierFromRecipe } from "../classifier-from-recipe.js";
import { evaluateRows } from "../evaluate.js";
import { evaluationReport } from "../report/evaluation-report.js";
import { modelCard } from "../report/model-card.js";
import { type TrainTest, trainTestSplit } from "../selection/train-test-split.js";
import { trainCodecs } from "../train-codecs.js";
import { assertCleans, type Deciding, decidingOf, paramsOf } from "./deciding.js";
import { displayTrained } from "./display-trained.js";
import { modelRecipe } from "./sections.js";
import { parseTrainConfig, type TrainConfig, type TrainConfigInput } from "./train-config.js";

/** The inputs of {@link train}, beside the configuration. */
export interface TrainInputs<L extends string = string> {
  /** Labelled examples, which are split by the configuration; or the two parts of a split. */
  readonly data: readonly Example<L>[] | TrainTest<L>;
  /** Where the data comes from, for the bundle and the model card. */
  readonly source: string;
  /** Makes the vectorizer from the section `features` of the configuration. */
  readonly vectorizer: (features: TrainConfig["features"]) => AnyVectorizer;
  /** The codecs of the vectorizer. Those of this package's classifiers are added. */
  readonly codecs: readonly Codec[];
  /**
   * Puts the cleaning of the data before the fitted vectorizer, so that the bundle cleans the texts of production:
   * `cleanedVectorizer` of `@imdb/data-pipeline/cleaning`. Required for a split whose texts are cleaned. Default: the bundle
   * takes texts as they are.
   */
  readonly cleaned?: (vectorizer: FittedVectorizer) => FittedVectorizer;
  /** A run that gets the parameters, the metrics, the model card and the report. Default: none. */
  readonly tracker?: RunLogger;
  /** The versions of libraries, for the bundle. Default: none. */
  readonly libraries?: Readonly<Record<string, string>>;
  /** The profile that monitoring compares with, for the bundle. Default: none. */
  readonly reference?: JsonValue;
}

const inputOptions = optionsOf<TrainInputs, "cleaned" | "tracker" | "reference">({
  data: rule("a list of examples, or { train, test }", (value) => Array.isArray(value) || isSplit(value)),
  source: text,
  vectorizer: callback(),
  codecs: listOf(having<Codec>("a codec", "encode")),
  cleaned: optional(callback<NonNullable<TrainInputs["cleaned"]>>()),
  tracker: optional(having<RunLogger>("a run logger", "logParams")),
  libraries: [{}, recordOf(text)],
  reference: optional(rule<JsonValue>("a JSON value", () => true)),
});

/** The result of {@link train}. */
export interface Trained<L extends string = string> {
  readonly config: TrainConfig;
  readonly split: TrainTest<L>;
  /** The vectorizer of the bundle, with the cleaning of the data before it. */
  readonly vectorizer: FittedVectorizer;
  readonly model: FittedClassifier;
  readonly evaluation: Evaluation;
  readonly intervals: Readonly<Record<string, Interval>>;
  /** The files of the model bundle. `saveBundle` of `@imdb/runtime/bundles` writes them. */
  readonly bundle: BundleFiles;
  /** The model card, in Markdown. */
  readonly card: string;
  /** The evaluation report, in HTML. */
  readonly report: string;
}

/**
 * Trains a model by a configuration: split, features, fit, evaluation and bundle in one call.
 *
 * The same data, configuration and seed give the same bundle, byte for byte.
 *
 * @param config  An object, or the text of a YAML or JSON file; see `trainConfigSchema`.
 * The positive class is that of the configuration (`evaluation.positive_label`), else that of the split. The evaluation, the
 * bundle, the card and the report have it and the decision rule.
 *
 * @throws `SCHEMA_MISMATCH`, `INVALID_OPTION`, `CANCELLED`, and what the steps throw; `CLEANING_LEFT_OUT` for a split whose texts
 *         are cleaned, without `cleaned`. Nothing is written.
 */
export async function train<L extends string>(
  config: TrainConfigInput | string,
  inputs: TrainInputs<L>,
  run: RunOptions = {},
): Promise<Trained<L>> {
  const checked = parseTrainConfig(config);
  checkOption("inputs", inputs, anObject<TrainInputs<L>>("an object of inputs"));
  const resolved = inputOptions.resolve(inputs as TrainInputs);
  checkRun(run, "train");
  const { tracker } = resolved;
  const split = isSplit(inputs.data) ? inputs.data : splitOf(inputs.data, checked);
  assertCleans(split.train, resolved.cleaned);
  const deciding = decidingOf(checked, split.train);
  await tracker?.logParams(flatParams(paramsOf(checked, deciding)));
  const { vectorizer: bare, ...rest } = await fit(checked, split, resolved.vectorizer, run);
  const fitted = { ...rest, vectorizer: resolved.cleaned ? resolved.cleaned(bare) : bare };
  throwIfCancelled(run.signal, "Training");
  const X = bare.transform(split.test.texts);
  const y = labelsOf(split.test);
  const seed = checked.data.random_state;
  const { resamples } = checked.evaluation;
  const { evaluation, intervals } = evaluateRows(fitted.model, X, y, { ...deciding, resamples, seed });
  const result = { ...fitted, config: checked, split, evaluation, intervals };
  const card = cardOf(result, inputs.source);
  const report = evaluationReport(fitted.model, X, y, {
    ...deciding,
    title: checked.project.name,
    // The texts of the test part are cleaned.
    vectorizer: bare,
    texts: split.test.texts,
    resamples,
    seed,
  });
  const bundle = bundleOf(result, deciding, resolved);
  if (tracker) {
    await tracker.logMetrics(evaluationMetrics(evaluation));
    await tracker.logText(card, "model-card.md");
    await tracker.logText(report, "evaluation.html");
  }
  return displayTrained({ ...result, bundle, card, report });
}

type Fitted = Pick<Trained, "vectorizer" | "model">;
type Evaluated = Omit<Trained, "bundle" | "card" | "report">;

function isSplit<T extends TrainTest<string>>(data: unknown): data is T {
  const { train: trainPart, test } = Object(data) as Partial<T>;
  return trainPart !== undefined && test !== undefined;
}

function splitOf<L extends string>(examples: readonly Example<L>[], { data }: TrainConfig): TrainTest<L> {
  const { test_size: testSize, random_state: seed, small_classes: smallClasses } = data;
  return trainTestSplit(examples, { testSize, seed, smallClasses });
}

async function fit(
  config: TrainConfig,
  { train: part }: TrainTest<string>,
  makeVectorizer: TrainInputs["vectorizer"],
  run: RunOptions,
): Promise<Fitted> {
  const seeded = { ...run, seed: config.data.random_state };
  const labels = labelsOf(part);
  const features = makeVectorizer(config.features);
  const { vectorizer, matrix } = await fitVectorizer(features, part.texts, labels, seeded);
  const classifier = classifierFromRecipe(modelRecipe(config.model));
  return { vectorizer, model: await classifier.fit(matrix, labels, seeded) };
}

function cardOf({ config, split, vectorizer, model, evaluation, intervals }: Evaluated, source: string) {
  return modelCard({
    name: config.project.name,
    intendedUse: config.project.intended_use,
    data: {
      version: split.train.version,
      source,
      trainRows: split.train.examples.length,
      testRows: split.test.examples.length,
    },
    features: { kind: vectorizer.kind, count: vectorizer.featureCount, params: vectorizer.params },
    model,
    evaluation,
    intervals,
    seed: config.data.random_state,
  });
}

function bundleOf(
  { config, split, vectorizer, model, evaluation }: Evaluated,
  deciding: Deciding,
  inputs: ReturnType<typeof inputOptions.resolve>,
): BundleFiles {
  const { source, reference, libraries } = inputs;
  return encodeBundle(
    { vectorizer, classifier: model },
    {
      name: config.project.name,
      trainingData: { version: split.train.version, documents: split.train.examples.length, source },
      metrics: evaluationMetrics(evaluation),
      seed: config.data.random_state,
      libraries,
      ...deciding,
      ...(reference !== undefined && { reference }),
    },
    [...inputs.codecs, ...trainCodecs],
  );
}

/** Nested fields as parameters: `{ model: { c: 1 } }` as `{ "model.c": 1 }`. */
function flatParams(config: object, prefix = ""): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      Object.assign(params, flatParams(value, `${prefix}${key}.`));
    } else {
      params[prefix + key] = Array.isArray(value) ? JSON.stringify(value) : (value as ParamValue);
    }
  }
  return params;
}

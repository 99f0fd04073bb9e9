import { InvalidOption, type PredictionRecord } from "@imdb/core";
import {
  type BodyBounds,
  jsonBodyReader,
  type Logger,
  type ReadJsonBody,
  type RequestContext,
  TooLarge,
} from "@imdb/runtime/routes";
import type { Metrics } from "@imdb/runtime/telemetry";
import { InvalidText, ModelNotFound } from "../errors.js";
import type { ExplainedPrediction, ExplainOptions, Prediction } from "../predictor/prediction.js";
import type { Predictor } from "../predictor/predictor.js";
import type { Admission } from "./admission.js";
import { AnswerSize } from "./answer-size.js";
import type { AppSettings } from "./app-options.js";
import { createModels, type Deployment, type Models } from "./deployment.js";
import type { PredictionSink } from "./prediction-sink.js";
import { type ServiceMetrics, serviceMetrics } from "./service-metrics.js";
import { sliceEnd } from "./slices.js";

/** A prediction as it is answered and logged. */
export interface ScoredText {
  /** Unique; a true label that arrives later is joined by it. */
  readonly id: string;
  readonly prediction: Prediction | ExplainedPrediction;
}

/** Options of `score`, besides the texts. */
export interface ScoreOptions {
  /** The model by name and version. Default: the deployment chooses it. */
  readonly model?: { readonly name: string; readonly version?: string | undefined };
  readonly explain?: ExplainOptions | undefined;
}

/** Scores texts. All protocols use it, so that they share the limits, the models and the log. */
export interface Service {
  readonly settings: AppSettings;
  readonly models: Models;
  readonly admission: Admission;
  readonly metrics: Metrics;
  /** Replaces the models. Requests that have begun keep theirs. */
  deploy(deployment: Deployment): void;
  /** Reads a body within the limits. */
  readonly readBody: ReadJsonBody;
  /** @throws `MODEL_NOT_FOUND` */
  findModel(name: string, version: string | undefined): Predictor;
  score(texts: readonly string[], context: RequestContext, options?: ScoreOptions): Promise<ScoredText[]>;
}

/** The parts of a service. */
interface ServiceParts {
  readonly admission: Admission;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly predictionLog: PredictionSink | undefined;
}

/** The state of a service. A deployment replaces `models`. */
interface ServiceState extends ServiceParts {
  readonly settings: AppSettings;
  readonly counts: ServiceMetrics;
  models: Models;
}

/** Makes a service of admission, models, metrics and the prediction log. */
export function createService(deployment: Deployment, settings: AppSettings, parts: ServiceParts): Service {
  const { admission, metrics } = parts;
  const counts = serviceMetrics(metrics, () => state.models);
  const state: ServiceState = { ...parts, settings, counts, models: createModels(deployment) };
  return {
    settings,
    readBody: jsonBodyReader(bodyBounds(settings)),
    get models() {
      return state.models;
    },
    admission,
    metrics,
    deploy(next) {
      state.models = createModels(next);
    },
    findModel: (name, version) => findModel(state.models, name, version),
    score: (texts, context, options) => score(state, texts, context, options),
  };
}

/** What a body may hold that has at most `batchSize` texts: every protocol has them in lists, with other columns. */
function bodyBounds({ limits: { bodyBytes, batchSize } }: AppSettings): BodyBounds {
  return { bytes: bodyBytes, members: Math.max(batchSize, 100), values: 1000 + 50 * batchSize };
}

async function score(
  state: ServiceState,
  texts: readonly string[],
  context: RequestContext,
  { model, explain }: ScoreOptions = {},
): Promise<ScoredText[]> {
  const { settings, admission, counts, predictionLog, models } = state;
  assertTexts(texts, settings);
  // All requests with one key use the same model.
  const routingKey = context.incoming.header("x-routing-key") ?? context.requestId;
  const predictor = model ? findModel(models, model.name, model.version) : models.choose(routingKey);
  assertExplained(explain, predictor);
  const deadline = context.startedAt + settings.timeoutMs;
  const scored: ScoredText[] = [];
  const size = new AnswerSize(settings.limits.answerBytes);
  size.expect(texts.length, predictor.labels);
  for (let from = 0, to = 0; from < texts.length; from = to) {
    to = explain ? from + 1 : sliceEnd(texts, from);
    const part = to - from === texts.length ? texts : texts.slice(from, to);
    const predictions = await admission.run(() => {
      admission.assertRoom();
      return explain ? part.map((text) => predictor.explain(text, explain)) : predictor.predictBatch(part);
    }, deadline);
    for (const prediction of predictions) {
      size.explained(prediction);
      scored.push({ id: crypto.randomUUID(), prediction });
    }
  }
  const tookMs = performance.now() - context.startedAt;
  counts.seconds.observe([predictor.modelVersion], tookMs / 1000);
  for (const { prediction } of scored) {
    counts.predicted.add([predictor.modelVersion, prediction.label]);
    if (prediction.abstained) counts.abstained.add([predictor.modelVersion]);
  }
  if (predictionLog) await predictionLog.write(recordsOf(texts, scored, tookMs));
  for (const shadow of models.shadowsOf(routingKey)) compareShadow(state, shadow, texts, scored);
  return scored;
}

/** As the predictor does, but without repeating what was asked for. */
function assertExplained(explain: ExplainOptions | undefined, { labels }: Predictor): void {
  if (explain?.label === undefined || labels.includes(explain.label)) return;
  throw InvalidOption.create({ option: "explain.label", value: OTHER, expected: labels.join(" or ") });
}
const OTHER = "another label";

/** Asks a shadow model after the answer was sent, and only while no request waits. */
function compareShadow(
  { settings, admission, counts, logger }: ServiceState,
  shadow: Predictor,
  texts: readonly string[],
  answered: readonly ScoredText[],
): void {
  const deadline = performance.now() + settings.timeoutMs;
  setTimeout(() => {
    if (admission.waiting > 0) return;
    admission
      .run(() => shadow.predictBatch(texts), deadline)
      .then((predictions) => {
        predictions.forEach((prediction, i) => {
          counts.shadowed.add([shadow.modelVersion, prediction.label]);
          if (!isSameDecision(prediction, answered[i]!.prediction)) {
            counts.disagreed.add([shadow.modelVersion]);
          }
        });
      })
      .catch((error: unknown) => {
        logger.error({ err: error, modelVersion: shadow.modelVersion }, "a shadow model failed");
      });
  }, 0);
}

/** Whether two models say the same label, or both abstain. */
function isSameDecision(one: Prediction, other: Prediction): boolean {
  if (one.abstained === true || other.abstained === true) return one.abstained === other.abstained;
  return one.label === other.label;
}

function findModel(models: Models, name: string, version: string | undefined): Predictor {
  const named = models.all.filter((predictor) => predictor.name === name);
  const found = version === undefined ? named[0] : named.find((p) => matchesVersion(p, version));
  if (found) return found;
  const names = models.all.map((p) => `${p.name} ${p.modelVersion}`);
  throw ModelNotFound.create({
    name: name.slice(0, 80),
    ...(version === undefined ? {} : { version: version.slice(0, 80) }),
    served: names,
  });
}

/** Whether a version is meant: by its whole hash, or by at least its first twelve hexadecimal digits. */
function matchesVersion({ modelVersion }: Predictor, asked: string): boolean {
  if (modelVersion === asked) return true;
  return /^[0-9a-f]{12,64}$/.test(asked) && modelVersion.startsWith(`sha256:${asked}`);
}

function assertTexts(texts: readonly string[], { limits }: AppSettings): void {
  if (texts.length > limits.batchSize) {
    throw TooLarge.create({ what: "The number of texts", limit: limits.batchSize, actual: texts.length });
  }
  texts.forEach((text, index) => {
    if (typeof text !== "string") throw InvalidText.create({ index, problem: `it is a ${typeof text}` });
    if (text.length <= limits.textLength) return;
    const what = `The length of text ${index}`;
    throw TooLarge.create({ what, limit: limits.textLength, actual: text.length });
  });
}

function recordsOf(
  texts: readonly string[],
  scored: readonly ScoredText[],
  latencyMs: number,
): PredictionRecord[] {
  const time = new Date().toISOString();
  return scored.map(({ id, prediction: { label, abstained, probabilities, modelVersion } }, i) => ({
    id,
    time,
    modelVersion,
    text: texts[i]!,
    label,
    ...(abstained !== undefined && { abstained }),
    probabilities: { ...probabilities },
    latencyMs,
  }));
}

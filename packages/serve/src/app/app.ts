import { anObject, checkOption } from "@imdb/core/options";
import {
  type Answer,
  createHandler,
  type Incoming,
  incomingOf,
  type Logger,
  silentLogger,
} from "@imdb/runtime/routes";
import { createMetrics, type Metrics } from "@imdb/runtime/telemetry";
import type { Predictor } from "../predictor/predictor.js";
import { documentationRoutes } from "../protocols/documentation.js";
import { mlflowRoutes } from "../protocols/mlflow.js";
import { nativeRoutes } from "../protocols/native.js";
import { openInferenceRoutes } from "../protocols/open-inference.js";
import { operationsRoutes, type ReadMetrics } from "../protocols/operations.js";
import { type Admission, createAdmission } from "../service/admission.js";
import { type AppSettingsInput, appSettings } from "../service/app-options.js";
import { type Deployment, predictorRule, type Share } from "../service/deployment.js";
import type { PredictionSink } from "../service/prediction-sink.js";
import { createService } from "../service/service.js";

/** Options of {@link createApp}: a predictor, and settings that all have defaults. */
export interface AppOptions extends AppSettingsInput {
  /** Answers the requests until another model is deployed. */
  readonly predictor: Predictor;
  readonly canaries?: readonly Share[];
  readonly shadows?: readonly Share[];
  /** Such as a pino logger. Default: nothing is logged. */
  readonly logger?: Logger;
  /** Records the predictions. Default: they are not recorded. */
  readonly predictionLog?: PredictionSink;
  /** Default: a new set. */
  readonly metrics?: Metrics;
  /** Reads the metrics for `GET /metrics`. Default: those of this app. In a cluster: those of all processes. */
  readonly readMetrics?: ReadMetrics;
}

/** Facts about a request that are not part of it. */
export interface RequestInfo {
  /** The address of the client. Rate limits use it where there are no keys. */
  readonly clientAddress?: string | undefined;
}

/** A prediction service as a Web-standard handler: use `fetch` in any server, edge worker or test. */
export interface App {
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /** The same service without `Request` and `Response`, for servers that do not have them. It never rejects. */
  answer(incoming: Incoming): Promise<Answer>;
  /** Replaces the models immediately. Requests that have begun are answered by the models that they began with. */
  deploy(deployment: Deployment): void;
  readonly deployment: Deployment;
  readonly metrics: Metrics;
  /**
   * Lets probes answer that the service is shutting down, so that a load balancer sends no new requests. Requests that
   * still arrive are answered. Resolves when all accepted requests are answered.
   */
  drain(): Promise<void>;
}

/**
 * Makes the HTTP service of a predictor.
 *
 * @throws `SCHEMA_MISMATCH` for a wrong or unknown setting; `INVALID_OPTION` for a wrong predictor or weight.
 * @example
 * const app = createApp({ predictor });
 * const request = new Request("http://localhost/v1/predict", {
 *   method: "POST",
 *   headers: { "content-type": "application/json" },
 *   body: JSON.stringify({ text: "A wonderful film." }),
 * });
 * (await app.fetch(request)).status; // => 200
 */
export function createApp(options: AppOptions): App {
  checkOption("options", options, anObject<AppOptions>("an object of options"), "createApp");
  checkOption("predictor", options.predictor, predictorRule, "createApp");
  const {
    predictor,
    canaries,
    shadows,
    logger = silentLogger,
    predictionLog,
    readMetrics,
    ...rest
  } = options;
  const { metrics = createMetrics(), ...given } = rest;
  const settings = appSettings(given);
  const { maxInFlight, timeoutMs, limits } = settings;
  const admission = createAdmission({ maxInFlight, timeoutMs, unwrittenBytes: 4 * limits.answerBytes });
  let deployment: Deployment = { champion: predictor, canaries: canaries ?? [], shadows: shadows ?? [] };
  const service = createService(deployment, settings, { admission, metrics, logger, predictionLog });
  const routes = [
    ...nativeRoutes(service),
    ...openInferenceRoutes(service),
    ...mlflowRoutes(service),
    ...operationsRoutes(service, readMetrics ?? (() => metrics.snapshot())),
  ];

  const inFlight = metrics.gauge("imdb_serve_requests_in_flight", "Requests accepted and not answered.");
  const waiting = metrics.gauge("imdb_serve_queue_length", "Slices of work that wait for their turn.");
  metrics.beforeRead(() => {
    inFlight.set([], admission.inFlight);
    waiting.set([], admission.waiting);
  });

  const answer = createHandler([...routes, ...documentationRoutes(routes, settings.apiKeys.length > 0)], {
    prefix: "imdb_serve",
    realm: "predictions",
    metrics,
    logger,
    apiKeys: settings.apiKeys,
    rateLimit: settings.rateLimit,
    corsOrigins: settings.corsOrigins,
    corsHeaders: ["x-routing-key"],
    statuses: STATUSES,
    // Work that computes is counted against the limit of requests in flight.
    admit: ({ method }, incoming) => (method === "GET" ? undefined : enter(admission, incoming)),
  });

  return {
    answer,
    async fetch(request, info = {}) {
      const { status, headers, body } = await answer(incomingOf(request, info.clientAddress));
      return new Response(body, { status, headers });
    },
    deploy(next) {
      service.deploy(next);
      deployment = next;
      logger.info({ models: service.models.all.map((model) => model.modelVersion) }, "deployed");
    },
    get deployment() {
      return deployment;
    },
    metrics,
    drain: () => admission.drain(),
  };
}

/** Counts a request until its answer is written, where the server can tell. */
function enter(admission: Admission, incoming: Incoming): (answer: Answer) => void {
  const leave = admission.enter();
  return ({ body }) => {
    if (incoming.onWritten && body !== null) incoming.onWritten(admission.write(body.length));
    leave();
  };
}

const STATUSES = { MODEL_NOT_FOUND: 404, OVERLOADED: 503, REQUEST_TIMEOUT: 503, SHUTTING_DOWN: 503 };

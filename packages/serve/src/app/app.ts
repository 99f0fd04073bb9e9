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
import { createAdmission } from "../service/admission.js";
import { type AppSettingsInput, appSettings } from "../service/app-options.js";
import { type Deployment, predictorRule, type Share } from "../service/deployment.js";
import type { PredictionSink } from "../service/prediction-sink.js";
import { createService } from "../service/service.js";

/** What {@link createApp} is made of: a predictor, and settings that all have defaults. */
export interface AppOptions extends AppSettingsInput {
  /** Answers the requests, until another is deployed. */
  readonly predictor: Predictor;
  readonly canaries?: readonly Share[];
  readonly shadows?: readonly Share[];
  /** A pino logger, say. Default: none. */
  readonly logger?: Logger;
  /** Where predictions are recorded. Default: nowhere. */
  readonly predictionLog?: PredictionSink;
  /** Default: a new set. */
  readonly metrics?: Metrics;
  /** What `GET /metrics` shows. Default: the metrics of this app; a cluster gives those of all processes. */
  readonly readMetrics?: ReadMetrics;
}

/** What the server knows of a request that the request does not say. */
export interface RequestInfo {
  /** The peer's address; limits rates where there are no keys. */
  readonly clientAddress?: string | undefined;
}

/** A prediction service as a Web-standard handler: mount `fetch` in any server, edge worker or test. */
export interface App {
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /** The same service below the Web standard, for servers that have no `Request` yet. Never rejects. */
  answer(incoming: Incoming): Promise<Answer>;
  /** Puts other models to work at once; requests that have begun are answered by those they began with. */
  deploy(deployment: Deployment): void;
  readonly deployment: Deployment;
  readonly metrics: Metrics;
  /**
   * Tells probes that the service is going away, so that a balancer sends nothing new; what still comes is
   * answered. Resolves when nothing is in flight.
   */
  drain(): Promise<void>;
}

/**
 * Makes the HTTP service of a predictor.
 *
 * @throws `SCHEMA_MISMATCH` for a wrong setting, `INVALID_OPTION` for wrong weights.
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
  const admission = createAdmission(settings);
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
    admit: ({ method }) => (method === "GET" ? undefined : admission.enter()),
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

const STATUSES = { MODEL_NOT_FOUND: 404, OVERLOADED: 503, REQUEST_TIMEOUT: 503, SHUTTING_DOWN: 503 };

import { type Answer, empty, json, textAnswer } from "@imdb/runtime/routes";
import { type MetricSnapshot, PROMETHEUS_TYPE, prometheusText } from "@imdb/runtime/telemetry";
import { ShuttingDown } from "../errors.js";
import type { Route } from "../service/route.js";
import type { Service } from "../service/service.js";

/** Reads the metrics: of this process, or of all processes of a cluster. */
export type ReadMetrics = () => readonly MetricSnapshot[] | Promise<readonly MetricSnapshot[]>;

/** The routes of probes and metrics, for the infrastructure around the service. */
export function operationsRoutes(service: Service, readMetrics: ReadMetrics): Route[] {
  const ready = () => {
    if (service.admission.draining) throw ShuttingDown.create({});
    return empty;
  };
  const pong = () => {
    ready();
    return textAnswer("\n", "text/plain");
  };
  return [
    {
      method: "GET",
      path: "/v2/health/live",
      access: "open",
      operation: { summary: "Whether the process runs", tag: "health", responseType: "none" },
      handle: () => empty,
    },
    probe("/v2/health/ready", "Whether requests are accepted", "none", ready),
    probe("/ping", "Whether requests are accepted (MLflow, SageMaker)", "text/plain", pong),
    probe("/health", "The same as /ping (MLflow)", "text/plain", pong),
    {
      method: "GET",
      path: "/metrics",
      access: "keyed",
      operation: { summary: "Metrics for Prometheus", tag: "health", responseType: "text/plain" },
      async handle() {
        return textAnswer(prometheusText(await readMetrics()), PROMETHEUS_TYPE);
      },
    },
    {
      method: "GET",
      path: "/v1/models",
      access: "keyed",
      operation: { summary: "The models that are loaded", tag: "predict" },
      handle: () =>
        json({
          models: service.models.all.map(({ name, modelVersion, labels }) => ({
            name,
            modelVersion,
            labels,
          })),
        }),
    },
  ];
}

function probe(path: string, summary: string, responseType: string, handle: () => Answer): Route {
  const unavailable = "The service is shutting down";
  return {
    method: "GET",
    path,
    access: "open",
    operation: { summary, tag: "health", responseType, unavailable },
    handle,
  };
}

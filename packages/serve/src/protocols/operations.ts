import { type MetricSnapshot, PROMETHEUS_TYPE, prometheusText } from "@imdb/runtime/telemetry";
import { ShuttingDown } from "../errors.js";
import { empty, json, type Route, text } from "../service/route.js";
import type { Service } from "../service/service.js";

/** Reads the metrics: of this process, or of all processes of a cluster. */
export type ReadMetrics = () => readonly MetricSnapshot[] | Promise<readonly MetricSnapshot[]>;

const LEAVING = "The service is going away";

/** Probes and metrics: what a cluster's machinery calls, not its users. */
export function operationsRoutes(service: Service, readMetrics: ReadMetrics): Route[] {
  const ready = () => {
    if (service.admission.draining) throw ShuttingDown.create({});
  };
  const pinged = (path: string, summary: string): Route => ({
    method: "GET",
    path,
    access: "open",
    operation: { summary, tag: "health", responseType: "text/plain", unavailable: LEAVING },
    handle() {
      ready();
      return text("\n", "text/plain");
    },
  });
  return [
    {
      method: "GET",
      path: "/v2/health/live",
      access: "open",
      operation: { summary: "Whether the process runs", tag: "health", responseType: "none" },
      handle: () => empty,
    },
    {
      method: "GET",
      path: "/v2/health/ready",
      access: "open",
      operation: {
        summary: "Whether requests are taken",
        tag: "health",
        responseType: "none",
        unavailable: LEAVING,
      },
      handle() {
        ready();
        return empty;
      },
    },
    pinged("/ping", "Whether requests are taken (MLflow, SageMaker)"),
    pinged("/health", "The same as /ping (MLflow)"),
    {
      method: "GET",
      path: "/metrics",
      access: "keyed",
      operation: { summary: "Metrics for Prometheus", tag: "health", responseType: "text/plain" },
      async handle() {
        return text(prometheusText(await readMetrics()), PROMETHEUS_TYPE);
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

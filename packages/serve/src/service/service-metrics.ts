import { type Counter, type Histogram, LATENCY_BUCKETS, type Metrics } from "@imdb/runtime/telemetry";
import type { Models } from "./deployment.js";

/** The metrics of the texts that a service scores. */
export interface ServiceMetrics {
  readonly predicted: Counter;
  readonly abstained: Counter;
  readonly seconds: Histogram;
  readonly shadowed: Counter;
  readonly disagreed: Counter;
}

/** Registers the metrics of a service, and a gauge of the models that are loaded when the metrics are read. */
export function serviceMetrics(metrics: Metrics, models: () => Models): ServiceMetrics {
  reportModels(metrics, models);
  const labels = ["model_version", "label"];
  return {
    predicted: metrics.counter("imdb_serve_predictions_total", "Texts scored.", labels),
    abstained: metrics.counter(
      "imdb_serve_abstentions_total",
      "Texts to which the model gave no label; they are counted under its best guess too.",
      ["model_version"],
    ),
    seconds: metrics.histogram(
      "imdb_serve_prediction_seconds",
      "Time to score the texts of one request, waiting included.",
      ["model_version"],
      LATENCY_BUCKETS,
    ),
    shadowed: metrics.counter("imdb_serve_shadow_predictions_total", "Texts scored in shadow.", labels),
    disagreed: metrics.counter(
      "imdb_serve_shadow_disagreements_total",
      "Texts to which a shadow gave another label than the answer, or for which one of them abstained.",
      ["model_version"],
    ),
  };
}

/** A model that is no longer loaded is reported once more, as 0: a series that only ends keeps its last value. */
function reportModels(metrics: Metrics, models: () => Models): void {
  const info = metrics.gauge("imdb_serve_model_info", "Models that are loaded.", ["name", "version", "role"]);
  const reported = new Map<string, readonly string[]>();
  metrics.beforeRead(() => {
    for (const labels of reported.values()) info.set(labels, 0);
    reported.clear();
    const { all, champion } = models();
    for (const model of all) {
      const labels = [model.name, model.modelVersion, model === champion ? "champion" : "candidate"];
      reported.set(labels.join(), labels);
      info.set(labels, 1);
    }
  });
}

import type { MetricSnapshot } from "./metric-snapshot.js";

/** A value that only increases. */
export interface Counter {
  add(labels: readonly string[], amount?: number): void;
}

/** A value that increases and decreases. */
export interface Gauge {
  set(labels: readonly string[], value: number): void;
}

/** Counts values in fixed buckets. */
export interface Histogram {
  observe(labels: readonly string[], value: number): void;
}

/** The metrics of one process. Uses nothing of Node, so that it also runs in an edge worker. */
export interface Metrics {
  counter(name: string, help: string, labelNames?: readonly string[]): Counter;
  gauge(name: string, help: string, labelNames?: readonly string[]): Gauge;
  histogram(name: string, help: string, labelNames: readonly string[], buckets: readonly number[]): Histogram;
  /** Calls `update` before each snapshot. Set gauges in it. */
  beforeRead(update: () => void): void;
  snapshot(): readonly MetricSnapshot[];
}

/** Upper bounds of latency buckets in seconds: from one prediction to the time limit of a client. */
export const LATENCY_BUCKETS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

interface Family extends Omit<MetricSnapshot, "series"> {
  readonly series: Map<string, { readonly labels: readonly string[]; readonly values: Float64Array }>;
}

const SEPARATOR = "\u0000";

/** Makes an empty set of metrics. The same name returns the same metric. */
export function createMetrics(): Metrics {
  const families = new Map<string, Family>();
  const updates: (() => void)[] = [];

  function family(description: Omit<MetricSnapshot, "series">): Family {
    const known = families.get(description.name);
    if (known) return known;
    const made = { ...description, series: new Map() };
    families.set(description.name, made);
    return made;
  }

  return {
    counter(name, help, labelNames = []) {
      const counter = family({ name, help, labelNames, type: "counter", buckets: [] });
      return {
        add(labels, amount = 1) {
          const values = valuesOf(counter, labels, 1);
          values[0]! += amount;
        },
      };
    },
    gauge(name, help, labelNames = []) {
      const gauge = family({ name, help, labelNames, type: "gauge", buckets: [] });
      return {
        set(labels, value) {
          valuesOf(gauge, labels, 1)[0] = value;
        },
      };
    },
    histogram(name, help, labelNames, buckets) {
      const histogram = family({ name, help, labelNames, type: "histogram", buckets });
      const size = buckets.length + 2;
      return {
        observe(labels, value) {
          const values = valuesOf(histogram, labels, size);
          let b = 0;
          while (b < buckets.length && value > buckets[b]!) b++;
          if (b < buckets.length) values[b]! += 1;
          values[size - 2]! += 1;
          values[size - 1]! += value;
        },
      };
    },
    beforeRead: (update) => void updates.push(update),
    snapshot() {
      for (const update of updates) update();
      return [...families.values()].map(({ series, ...description }) => ({
        ...description,
        series: [...series.values()].map(({ labels, values }) => [labels, [...values]] as const),
      }));
    },
  };
}

function valuesOf(family: Family, labels: readonly string[], size: number): Float64Array {
  const key = labels.length === 1 ? labels[0]! : labels.join(SEPARATOR);
  let series = family.series.get(key);
  if (!series) {
    series = { labels: [...labels], values: new Float64Array(size) };
    family.series.set(key, series);
  }
  return series.values;
}

import { cpus, freemem, totalmem } from "node:os";
import { InvalidOption } from "@imdb/core";
import type { TrackingStore } from "../store/tracking-store.js";

/** How system metrics are sampled. */
export interface SystemMetricsOptions {
  /** Milliseconds between two samples, at least 100. Default 10,000, as MLflow's. */
  readonly intervalMs?: number;
}

const MEGABYTE = 1_000_000;
const DEFAULT_INTERVAL = 10_000;

/** @throws `INVALID_OPTION` */
export function assertSystemMetrics({ intervalMs = DEFAULT_INTERVAL }: SystemMetricsOptions): void {
  if (Number.isFinite(intervalMs) && intervalMs >= 100) return;
  const expected = "milliseconds, at least 100";
  throw InvalidOption.create({ option: "systemMetrics.intervalMs", value: intervalMs, expected });
}

/**
 * Logs CPU and memory use while a run is open, in MLflow's names: `system/cpu_utilization_percentage`,
 * `system/system_memory_usage_megabytes`, `system/system_memory_usage_percentage`, and that of this process,
 * `system/process_memory_usage_megabytes`. The step counts the samples. Does not keep the process alive.
 */
export function sampleSystemMetrics(
  store: TrackingStore,
  runId: string,
  { intervalMs = DEFAULT_INTERVAL }: SystemMetricsOptions,
) {
  let step = 0;
  let before = cpuTimes();
  let failure: { readonly cause: unknown } | undefined;
  let logging = Promise.resolve();

  async function sample(): Promise<void> {
    if (failure) return;
    const now = cpuTimes();
    const [total, idle] = [now.total - before.total, now.idle - before.idle];
    before = now;
    const used = totalmem() - freemem();
    const values = {
      "system/cpu_utilization_percentage": total > 0 ? 100 * (1 - idle / total) : 0,
      "system/system_memory_usage_megabytes": used / MEGABYTE,
      "system/system_memory_usage_percentage": (100 * used) / totalmem(),
      "system/process_memory_usage_megabytes": process.memoryUsage.rss() / MEGABYTE,
    };
    const point = { timestamp: Date.now(), step: step++ };
    const metrics = Object.entries(values).map(([key, value]) => ({ key, value, ...point }));
    try {
      await store.logBatch(runId, { metrics });
    } catch (cause) {
      failure = { cause };
    }
  }

  const timer = setInterval(() => {
    logging = logging.then(sample);
  }, intervalMs);
  timer.unref();
  return {
    /** Takes a last sample. Rejects with the first failure to log one: sampling stopped there. */
    async stop(): Promise<void> {
      clearInterval(timer);
      await logging;
      await sample();
      if (failure) throw failure.cause;
    },
  };
}

function cpuTimes(): { readonly total: number; readonly idle: number } {
  let total = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    total += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  return { total, idle };
}

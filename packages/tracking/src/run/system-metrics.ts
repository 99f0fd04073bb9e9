import { cpus, freemem, totalmem } from "node:os";
import { optionsOf, rule } from "@imdb/core/options";
import type { TrackingStore } from "../store/tracking-store.js";

/** Options of the sampling of system metrics. */
export interface SystemMetricsOptions {
  /** Milliseconds between two samples, at least 100. Default 10,000, as in MLflow. */
  readonly intervalMs?: number;
}

const MEGABYTE = 1_000_000;

/** The schema of {@link SystemMetricsOptions}. */
export const systemMetricsOptions = optionsOf<SystemMetricsOptions>({
  intervalMs: [
    10_000,
    rule("milliseconds, at least 100", (value) => Number.isFinite(value) && Number(value) >= 100),
  ],
});

/**
 * Logs CPU and memory use while a run is open, with MLflow's names: `system/cpu_utilization_percentage`,
 * `system/system_memory_usage_megabytes`, `system/system_memory_usage_percentage`, and for this process
 * `system/process_memory_usage_megabytes`. The step is the number of the sample. Does not keep the process alive.
 */
export function sampleSystemMetrics(store: TrackingStore, runId: string, options: SystemMetricsOptions) {
  const { intervalMs } = systemMetricsOptions.resolve(options);
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
    /** Logs a last sample. Rejects with the first failure to log one, after which sampling had stopped. */
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

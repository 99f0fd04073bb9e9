import { monitorEventLoopDelay } from "node:perf_hooks";
import { checkOption, having } from "@imdb/core/options";
import type { Metrics } from "@imdb/runtime/telemetry";

/**
 * Adds the usual metrics of a process for Prometheus: memory, CPU time, start time, and the delay of the event loop.
 *
 * @returns A function that stops the measurement.
 * @throws `INVALID_OPTION`
 */
export function addProcessMetrics(metrics: Metrics): () => void {
  checkOption(
    "metrics",
    metrics,
    having<Metrics>("the result of createMetrics", "gauge"),
    "addProcessMetrics",
  );
  const resident = metrics.gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
  const heap = metrics.gauge("nodejs_heap_size_used_bytes", "Heap in use in bytes.");
  const cpu = metrics.gauge("process_cpu_seconds_total", "User and system CPU time spent in seconds.");
  const start = metrics.gauge(
    "process_start_time_seconds",
    "Start time of the process since 1970 in seconds.",
  );
  const lag = metrics.gauge("nodejs_eventloop_lag_p99_seconds", "99th percentile of the event loop's delay.");
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const startedAt = Date.now() / 1000 - process.uptime();
  metrics.beforeRead(() => {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    resident.set([], rss);
    heap.set([], heapUsed);
    cpu.set([], (user + system) / 1e6);
    start.set([], startedAt);
    lag.set([], delay.percentile(99) / 1e9);
    delay.reset();
  });
  return () => void delay.disable();
}

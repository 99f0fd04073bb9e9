import cluster, { type Worker } from "node:cluster";
import { availableParallelism } from "node:os";
import { callback, having, integer, optional, optionsOf } from "@imdb/core/options";
import { type Logger, silentLogger } from "@imdb/runtime/routes";
import { type MetricSnapshot, type Metrics, mergeSnapshots } from "@imdb/runtime/telemetry";

/** The environment variable with the number of a worker. */
const NUMBER = "IMDB_SERVE_WORKER";

/** What one process of a cluster gets. */
export interface ClusterMember {
  /** From 1 to the number of processes. A process that replaces a dead one has its number. */
  readonly number: number;
  /** Adds the metrics of this process to the cluster. Returns a function that reads the sums over all processes. */
  joinMetrics(own: Metrics): () => Promise<readonly MetricSnapshot[]>;
}

/** Options of {@link serveCluster}. */
export interface ClusterOptions {
  /** Number of processes. Default: the number of cores. */
  readonly workers?: number | undefined;
  /** Starts the service in one process, as it would alone. Runs in each worker. */
  readonly start: (member: ClusterMember) => Promise<{ close(): Promise<void> }>;
  readonly logger?: Logger | undefined;
}

const clusterOptions = optionsOf<ClusterOptions, "workers">({
  workers: optional(integer(1, 1024)),
  start: callback<ClusterOptions["start"]>(),
  logger: [silentLogger, having<Logger>("a logger", "info")],
});

/** `"sums"`: a worker asks the primary process. `"own"`: the primary process asks a worker. */
interface MetricsRequest {
  readonly imdbServe: "sums" | "own";
  readonly id: number;
}
interface MetricsReply {
  readonly imdbServe: "own reply" | "sums reply";
  readonly id: number;
  readonly metrics: readonly (readonly MetricSnapshot[])[];
}

/**
 * Runs the service in several processes on one port. The primary process starts the workers, and replaces those that
 * die, after a pause that grows while they die early. On SIGTERM and SIGINT every process answers the requests that it
 * has accepted. Call it at the top level of a program: the program runs again in every worker.
 *
 * @returns Resolves, in the primary process, when all workers have ended.
 * @throws `INVALID_OPTION`
 */
export async function serveCluster(options: ClusterOptions): Promise<void> {
  const { workers, start, logger } = clusterOptions.resolve(options, "serveCluster");
  if (cluster.isPrimary) return supervise(workers ?? availableParallelism(), logger);
  const service = await start({ number: Number(process.env[NUMBER]), joinMetrics });
  onSignal(() => {
    void service.close().then(() => process.exit(0));
  });
}

function supervise(size: number, logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    let ending = false;
    let pauseMs = 100;
    let startedAt = 0;
    const numbers = new Map<number, number>();
    const fork = (number: number) => {
      startedAt = performance.now();
      const worker = cluster.fork({ [NUMBER]: number });
      numbers.set(worker.id, number);
      relayMetrics(worker);
    };
    for (let number = 1; number <= size; number++) fork(number);
    cluster.on("exit", (worker, code, signal) => {
      if (ending) {
        if (Object.keys(cluster.workers ?? {}).length === 0) resolve();
        return;
      }
      const number = numbers.get(worker.id)!;
      numbers.delete(worker.id);
      pauseMs = performance.now() - startedAt > 10_000 ? 100 : Math.min(pauseMs * 2, 10_000);
      logger.error({ pid: worker.process.pid, code, signal, pauseMs }, "a worker died and is started again");
      setTimeout(() => {
        if (!ending) fork(number);
      }, pauseMs);
    });
    onSignal(() => {
      ending = true;
      const alive = Object.values(cluster.workers ?? {});
      if (alive.length === 0) resolve();
      for (const worker of alive) worker?.process.kill("SIGTERM");
    });
  });
}

/** Answers a worker that asks for the metrics of all: the primary process collects them from each. */
function relayMetrics(worker: Worker): void {
  worker.on("message", async (message: MetricsRequest | undefined) => {
    if (message?.imdbServe !== "sums") return;
    const all = Object.values(cluster.workers ?? {}).filter((w) => w !== undefined);
    const metrics = await Promise.all(all.map(collect));
    if (worker.isConnected())
      worker.send({ imdbServe: "sums reply", id: message.id, metrics: metrics.flat() });
  });
}

let collections = 0;

function collect(worker: Worker): Promise<MetricsReply["metrics"]> {
  const id = ++collections;
  return new Promise((resolve) => {
    const settle = (metrics: MetricsReply["metrics"]) => {
      clearTimeout(timer);
      worker.off("message", listen);
      resolve(metrics);
    };
    const listen = (message: MetricsReply | undefined) => {
      if (message?.imdbServe === "own reply" && message.id === id) settle(message.metrics);
    };
    // Without a busy or dead worker the sums are incomplete; waiting for it would leave Prometheus without any.
    const timer = setTimeout(() => settle([]), 1000);
    worker.on("message", listen);
    if (worker.isConnected()) worker.send({ imdbServe: "own", id });
    else settle([]);
  });
}

/** Answers the primary process when it collects, and asks it for the sums. */
function joinMetrics(own: Metrics): () => Promise<readonly MetricSnapshot[]> {
  const waiting = new Map<number, (all: readonly MetricSnapshot[]) => void>();
  let requests = 0;
  process.on("message", (message: MetricsRequest | MetricsReply | undefined) => {
    if (message?.imdbServe === "own") {
      process.send?.({
        imdbServe: "own reply",
        id: message.id,
        metrics: [own.snapshot()],
      } satisfies MetricsReply);
    }
    if (message?.imdbServe === "sums reply") waiting.get(message.id)?.(mergeSnapshots(message.metrics));
  });
  return () =>
    new Promise((resolve) => {
      const id = ++requests;
      const answer = (all: readonly MetricSnapshot[]) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(all);
      };
      const timer = setTimeout(() => answer(own.snapshot()), 2000);
      waiting.set(id, answer);
      process.send?.({ imdbServe: "sums", id } satisfies MetricsRequest);
    });
}

function onSignal(act: () => void): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, act);
}

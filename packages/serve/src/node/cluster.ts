import cluster, { type Worker } from "node:cluster";
import { availableParallelism } from "node:os";
import { type Logger, silentLogger } from "@imdb/runtime/routes";
import { type MetricSnapshot, type Metrics, mergeSnapshots } from "@imdb/runtime/telemetry";

/** Tells a worker its number. */
const NUMBER = "IMDB_SERVE_WORKER";

/** What one process of a cluster is given. */
export interface ClusterMember {
  /** From 1 to the number of processes; one that is started again has the number of the one that died. */
  readonly number: number;
  /** Joins this process's metrics to the others'; gives what `GET /metrics` should show: the sums over all. */
  joinMetrics(own: Metrics): () => Promise<readonly MetricSnapshot[]>;
}

/** How {@link serveCluster} runs. */
export interface ClusterOptions {
  /** Processes. Default: one a core. */
  readonly workers?: number | undefined;
  /** Starts the service in one process, as it would alone. Runs in each worker. */
  readonly start: (member: ClusterMember) => Promise<{ close(): Promise<void> }>;
  readonly logger?: Logger | undefined;
}

interface Ask {
  readonly imdbServe: "ask" | "collect";
  readonly id: number;
}
interface Tell {
  readonly imdbServe: "tell" | "told";
  readonly id: number;
  readonly metrics: readonly (readonly MetricSnapshot[])[];
}

/**
 * Runs the service once a core, on one port: the first process starts the others and starts again those that
 * die, with a pause that grows while they die at once. SIGTERM and SIGINT let every process finish what it
 * accepted. Call it at the top of a program, which runs again in every worker.
 *
 * @returns Resolves, in the first process, when all workers have ended.
 */
export async function serveCluster({ workers, start, logger = silentLogger }: ClusterOptions): Promise<void> {
  if (cluster.isPrimary) return supervise(workers ?? availableParallelism(), logger);
  const service = await start({ number: Number(process.env[NUMBER]), joinMetrics });
  onceSignalled(() => {
    void service.close().then(() => process.exit(0));
  });
}

function supervise(size: number, logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    let ending = false;
    let pauseMs = 100;
    let born = 0;
    const numbers = new Map<number, number>();
    const fork = (number: number) => {
      born = performance.now();
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
      pauseMs = performance.now() - born > 10_000 ? 100 : Math.min(pauseMs * 2, 10_000);
      logger.error({ pid: worker.process.pid, code, signal, pauseMs }, "a worker died and is started again");
      setTimeout(() => {
        if (!ending) fork(number);
      }, pauseMs);
    });
    onceSignalled(() => {
      ending = true;
      const alive = Object.values(cluster.workers ?? {});
      if (alive.length === 0) resolve();
      for (const worker of alive) worker?.process.kill("SIGTERM");
    });
  });
}

/** Lets a worker ask for everyone's metrics: the first process collects them from all. */
function relayMetrics(worker: Worker): void {
  worker.on("message", async (message: Ask | undefined) => {
    if (message?.imdbServe !== "ask") return;
    const all = Object.values(cluster.workers ?? {}).filter((w) => w !== undefined);
    const metrics = await Promise.all(all.map(collect));
    if (worker.isConnected()) worker.send({ imdbServe: "told", id: message.id, metrics: metrics.flat() });
  });
}

let collections = 0;

function collect(worker: Worker): Promise<Tell["metrics"]> {
  const id = ++collections;
  return new Promise((resolve) => {
    const settle = (metrics: Tell["metrics"]) => {
      clearTimeout(timer);
      worker.off("message", listen);
      resolve(metrics);
    };
    const listen = (message: Tell | undefined) => {
      if (message?.imdbServe === "tell" && message.id === id) settle(message.metrics);
    };
    // A worker that is busy or gone is missing from this reading, not the reading from Prometheus.
    const timer = setTimeout(() => settle([]), 1000);
    worker.on("message", listen);
    if (worker.isConnected()) worker.send({ imdbServe: "collect", id });
    else settle([]);
  });
}

/** Answers the first process when it collects, and asks it for the sums. */
function joinMetrics(own: Metrics): () => Promise<readonly MetricSnapshot[]> {
  const waiting = new Map<number, (all: readonly MetricSnapshot[]) => void>();
  let asked = 0;
  process.on("message", (message: Ask | Tell | undefined) => {
    if (message?.imdbServe === "collect") {
      process.send?.({ imdbServe: "tell", id: message.id, metrics: [own.snapshot()] } satisfies Tell);
    }
    if (message?.imdbServe === "told") waiting.get(message.id)?.(mergeSnapshots(message.metrics));
  });
  return () =>
    new Promise((resolve) => {
      const id = ++asked;
      const answer = (all: readonly MetricSnapshot[]) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(all);
      };
      const timer = setTimeout(() => answer(own.snapshot()), 2000);
      waiting.set(id, answer);
      process.send?.({ imdbServe: "ask", id } satisfies Ask);
    });
}

function onceSignalled(act: () => void): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, act);
}

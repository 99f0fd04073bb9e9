import { readFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { InvalidOption, parseWith } from "@imdb/core";
import { parseConfig } from "@imdb/core/config";
import { readArguments } from "@imdb/runtime/command";
import { orFileFailure } from "@imdb/runtime/files";
import { serveHttp } from "@imdb/runtime/http";
import { createMetrics } from "@imdb/runtime/telemetry";
import { createApp } from "../app/app.js";
import { loadModel } from "../defaults.js";
import { type ClusterMember, serveCluster } from "../node/cluster.js";
import { createLogger } from "../node/logger.js";
import { createPredictionLog } from "../node/prediction-log.js";
import { addProcessMetrics } from "../node/process-metrics.js";
import { watchModel } from "../node/watch-model.js";
import { type AppSettingsInput, appSettings } from "../service/app-options.js";
import { serveSectionSchema, settingsFromConfig } from "../service/serve-section.js";
import { choice, wholeNumber } from "./arguments.js";

export const SERVE_USAGE = `  imdb-serve serve BUNDLE [options]          an HTTP service
    --port N              default 8080 (PORT)
    --hostname HOST       default 127.0.0.1 (HOSTNAME_BIND)
    --workers N           number of processes; default 1
    --watch               deploy the bundle again when it changes
    --prediction-log FILE record predictions (JSONL, rotated); of several workers
                          each has its own: log.worker-1.jsonl …
    --log-text MODE       keep, hash or redact texts in that log; default keep
    --log-level LEVEL     debug, info, warn, error or silent; default info
    --drain-delay MS      still answer for this time after SIGTERM; default 0
    --config FILE         settings as YAML or JSON, snake case: max_in_flight, limits, api_keys, …
    Keys may also be given in IMDB_SERVE_API_KEYS, separated by commas; set and without
    a key it is refused.
`;

/** `imdb-serve serve`: runs until SIGTERM or SIGINT, then answers the requests that it has accepted. */
export async function serveCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, ["BUNDLE"], {
    port: { type: "string", default: process.env["PORT"] ?? "8080" },
    hostname: { type: "string", default: process.env["HOSTNAME_BIND"] ?? "127.0.0.1" },
    workers: { type: "string", default: "1" },
    watch: { type: "boolean", default: false },
    "prediction-log": { type: "string" },
    "log-text": { type: "string", default: "keep" },
    "log-level": { type: "string", default: "info" },
    "drain-delay": { type: "string", default: "0" },
    config: { type: "string" },
  });
  const [bundle] = positionals as [string];
  const port = wholeNumber("port", values.port, 0, 65_535);
  const drainDelayMs = wholeNumber("drain-delay", values["drain-delay"], 0, 600_000);
  const workers = wholeNumber("workers", values.workers, 1, 1024);
  const text = choice("log-text", values["log-text"], ["keep", "hash", "redact"] as const);
  const level = choice("log-level", values["log-level"], [
    "debug",
    "info",
    "warn",
    "error",
    "silent",
  ] as const);
  const settings = await settingsOf(values.config);
  const logger = createLogger({ level });

  async function start(member: ClusterMember | undefined) {
    const metrics = createMetrics();
    const stopMeasuring = addProcessMetrics(metrics);
    const logPath = values["prediction-log"];
    const path = logPath && member ? logOfWorker(logPath, member.number) : logPath;
    const predictionLog = path ? await createPredictionLog({ path, text, metrics }) : undefined;
    const app = createApp({
      predictor: await loadModel(bundle),
      ...settings,
      metrics,
      logger,
      ...(member ? { readMetrics: member.joinMetrics(metrics) } : {}),
      ...(predictionLog ? { predictionLog } : {}),
    });
    const watch = values.watch
      ? watchModel(app, { path: bundle, load: (p) => loadModel(p), logger })
      : undefined;
    const service = await serveHttp(app, { port, hostname: values.hostname, drainDelayMs });
    logger.info({ url: service.url, model: app.deployment.champion.modelVersion }, "listening");
    logger.flush();
    return {
      async close() {
        watch?.stop();
        await service.close();
        await predictionLog?.close();
        stopMeasuring();
        logger.info({}, "closed");
        logger.flush();
      },
    };
  }

  if (workers > 1) return serveCluster({ workers, start, logger });
  const service = await start(undefined);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  await service.close();
}

/** Each process of a cluster has a log of its own: two would rotate one under each other. */
function logOfWorker(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}.worker-${number}${ext}`);
}

async function settingsOf(path: string | undefined): Promise<AppSettingsInput> {
  const settings = path === undefined ? {} : await settingsIn(path);
  const keys = apiKeysOf(process.env[KEYS]);
  return appSettings({ ...settings, ...(keys && { apiKeys: keys }) });
}

const KEYS = "IMDB_SERVE_API_KEYS";

/**
 * The keys in the environment. A variable that is set and has none is a secret that is missing: it must not open the
 * service.
 */
function apiKeysOf(value: string | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  const keys = value
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
  if (keys.length > 0) return keys;
  const expected = "API keys, separated by commas (or unset, for a service that everyone may call)";
  throw InvalidOption.create({ option: KEYS, value, expected });
}

async function settingsIn(path: string): Promise<AppSettingsInput> {
  const text = await orFileFailure(readFile(path, "utf8"), "read", path);
  return settingsFromConfig(parseWith(serveSectionSchema, parseConfig(text, path), path));
}

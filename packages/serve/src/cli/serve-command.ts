import { readFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { parseArgs } from "node:util";
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
import { camelCase, choice, onePositional, wholeNumber } from "./arguments.js";

/** `imdb-serve serve`: runs until SIGTERM or SIGINT, then finishes what it accepted. */
export async function serveCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: "string", default: process.env["PORT"] ?? "8080" },
      hostname: { type: "string", default: process.env["HOSTNAME_BIND"] ?? "127.0.0.1" },
      workers: { type: "string", default: "1" },
      watch: { type: "boolean", default: false },
      "prediction-log": { type: "string" },
      "log-text": { type: "string", default: "keep" },
      "log-level": { type: "string", default: "info" },
      "drain-delay": { type: "string", default: "0" },
      config: { type: "string" },
    },
  });
  const bundle = onePositional(positionals, "BUNDLE");
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
  const read = async (file: string) => JSON.parse(await readFile(file, "utf8"));
  const given = path === undefined ? {} : camelCase(await orFileFailure(read(path), "read", path));
  const keys = process.env["IMDB_SERVE_API_KEYS"]?.split(",").filter((key) => key !== "");
  return appSettings({ ...(given as AppSettingsInput), ...(keys?.length ? { apiKeys: keys } : {}) });
}

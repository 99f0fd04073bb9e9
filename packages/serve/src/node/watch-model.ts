import { stat } from "node:fs/promises";
import { join } from "node:path";
import { callback, checkOption, having, integer, optionsOf, text } from "@imdb/core/options";
import { absolutePath, errorCode } from "@imdb/runtime/files";
import { type Logger, silentLogger } from "@imdb/runtime/routes";
import type { App } from "../app/app.js";
import type { Predictor } from "../predictor/predictor.js";

/** Options of {@link watchModel}. */
export interface WatchModelOptions {
  /** The bundle: a folder or a `.tar`. Replace it whole, as `saveBundle` does, or a symbolic link to it. */
  readonly path: string;
  readonly load: (path: string) => Promise<Predictor>;
  /** Milliseconds between two checks. Default 2,000. */
  readonly intervalMs?: number | undefined;
  readonly logger?: Logger | undefined;
}

const watchModelOptions = optionsOf<WatchModelOptions>({
  path: text,
  load: callback<WatchModelOptions["load"]>(),
  intervalMs: [2000, integer(1)],
  logger: [silentLogger, having<Logger>("a logger", "info")],
});

/** A running watch. */
export interface ModelWatch {
  /** Checks the bundle now; resolves when a changed one is loaded and deployed. */
  check(): Promise<void>;
  stop(): void;
}

/**
 * Deploys the bundle at a path again whenever it changes, without dropping a request: requests that have begun
 * are answered by the model they began with. A bundle that does not load is logged and tried again at its next
 * change; the old model stays in service.
 *
 * @throws `INVALID_OPTION`
 */
export function watchModel(app: App, options: WatchModelOptions): ModelWatch {
  checkOption("app", app, having<App>("an app", "deploy"));
  const { path: given, load, intervalMs, logger } = watchModelOptions.resolve(options, "watchModel");
  const path = absolutePath(given);
  let seen: string | undefined;
  let checking: Promise<void> | undefined;

  async function deployIfChanged(): Promise<void> {
    const now = await fingerprint(path);
    if (now === undefined || now.state === seen) return;
    try {
      if (now.failure !== undefined) throw now.failure;
      const champion = await load(path);
      if (champion.modelVersion !== app.deployment.champion.modelVersion) {
        app.deploy({ ...app.deployment, champion });
      }
    } catch (error) {
      logger.error({ err: error, path }, "the new model cannot be loaded; the old one stays in service");
    }
    seen = now.state;
  }

  const check = () => {
    checking ??= deployIfChanged().finally(() => {
      checking = undefined;
    });
    return checking;
  };
  const timer = setInterval(() => {
    // Only a logger rejects here, and it cannot log that. The next check is made all the same.
    check().catch(() => {});
  }, intervalMs);
  timer.unref();
  return { check, stop: () => clearInterval(timer) };
}

/** What is at the path of a bundle. */
interface Found {
  /** A text that changes when the bundle does. */
  readonly state: string;
  /** Why it cannot be looked at: a loop of links, no access, a network file system that is away. */
  readonly failure?: unknown;
}

/** `undefined` while the bundle is missing, as between two renames. */
async function fingerprint(path: string): Promise<Found | undefined> {
  for (const candidate of [join(path, "manifest.json"), path]) {
    try {
      const { ino, size, mtimeMs } = await stat(candidate);
      return { state: `${candidate} ${ino} ${size} ${mtimeMs}` };
    } catch (failure) {
      const code = errorCode(failure) ?? "";
      if (!["ENOENT", "ENOTDIR"].includes(code)) return { state: `${candidate} ${code}`, failure };
    }
  }
  return undefined;
}

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A running MLflow server. */
export interface MlflowServer {
  readonly url: string;
  readonly port: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const tools = new URL("../../../tools/", import.meta.url);

/** The interpreter that has MLflow; `undefined` where it is not installed. */
export async function mlflowPython(): Promise<string | undefined> {
  const peers = new URL("peers/python.mjs", tools);
  if (!existsSync(peers)) return undefined;
  const { peersPython } = (await import(peers.href)) as { peersPython(): string };
  return existsSync(peersPython()) ? peersPython() : undefined;
}

/** Starts MLflow's server; see `tools/mlflow/server.mjs`. */
export async function startMlflowServer(options: {
  dir: string;
  port?: number;
  store?: string;
}): Promise<MlflowServer> {
  const module = (await import(new URL("mlflow/server.mjs", tools).href)) as {
    startMlflowServer(options: object): Promise<MlflowServer>;
  };
  return module.startMlflowServer(options);
}

/** Runs a Python program with MLflow against a tracking URI; its last line of output is JSON. */
export async function python(
  interpreter: string,
  program: string,
  uri: string,
  ...args: string[]
): Promise<unknown> {
  const env = {
    ...process.env,
    MLFLOW_TRACKING_URI: uri,
    MLFLOW_ALLOW_FILE_STORE: "true",
    MLFLOW_DISABLE_TELEMETRY: "true",
    GIT_PYTHON_REFRESH: "quiet",
  };
  const { stdout } = await run(interpreter, ["-c", program, ...args], { env, maxBuffer: 64 << 20 });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
}

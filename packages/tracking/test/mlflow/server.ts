import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A running MLflow server. */
export interface MlflowServer {
  readonly url: string;
  readonly port: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const tools = new URL("../../../../tools/", import.meta.url);
const LOOK = "import importlib.util, sys; sys.exit(importlib.util.find_spec('mlflow') is None)";

interface Interpreters {
  peersPython(): string;
  mlflow2Python(): string;
}

/** The interpreter that has MLflow of a major version; `undefined` where it is not installed. */
export async function mlflowPython(major: 2 | 3 = 3): Promise<string | undefined> {
  const { peersPython, mlflow2Python } = (await import(
    new URL("peers/python.mjs", tools).href
  )) as Interpreters;
  const python = major === 3 ? peersPython() : mlflow2Python();
  try {
    await run(python, ["-c", LOOK]);
    return python;
  } catch {
    return undefined;
  }
}

/** Starts MLflow's server; see `tools/mlflow/server.mjs`. */
export async function startMlflowServer(options: {
  dir: string;
  port?: number;
  store?: string;
  command?: "server" | "ui";
  python?: string;
}): Promise<MlflowServer> {
  const module = (await import(new URL("mlflow/server.mjs", tools).href)) as {
    startMlflowServer(options: object): Promise<MlflowServer>;
  };
  return module.startMlflowServer(options);
}

import { toolFor } from "../../../../tools/optional/not-checked.mjs";

/** A running MLflow server. */
export interface MlflowServer {
  readonly url: string;
  readonly port: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const tools = new URL("../../../../tools/", import.meta.url);

/** The interpreter with MLflow of a major version. Returns `undefined`, and reports it, where it is not installed. */
export function mlflowPython(major: 2 | 3, what: string): string | undefined {
  return toolFor(major === 3 ? "peers" : "mlflow2", what);
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

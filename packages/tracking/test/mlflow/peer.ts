import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** MLflow's own Python client in a process of its own. Its calls are the functions of peer.py. */
export interface Peer {
  /** MLflow's version. */
  readonly version: string;
  /** @param uri  The tracking URI it works on. */
  call<T = unknown>(name: string, uri: string, ...args: readonly unknown[]): Promise<T>;
  stop(): void;
}

const script = fileURLToPath(new URL("./peer.py", import.meta.url));

/** Environment of every Python process that the tests start. */
export const PYTHON_ENV = {
  ...process.env,
  MLFLOW_ALLOW_FILE_STORE: "true",
  MLFLOW_DISABLE_TELEMETRY: "true",
  MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: "false",
  GIT_PYTHON_REFRESH: "quiet",
  DO_NOT_TRACK: "true",
};

/** Starts the client. Calls are done one after the other. */
export async function startPeer(interpreter: string): Promise<Peer> {
  const child: ChildProcess = spawn(interpreter, [script], {
    env: PYTHON_ENV,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let problems = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    problems = (problems + bytes).slice(-4_000);
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();

  async function answer(): Promise<Record<string, unknown>> {
    const { value, done } = await lines.next();
    if (done) throw new Error(`MLflow's client ended:\n${problems}`);
    return JSON.parse(value as string) as Record<string, unknown>;
  }

  const { ready } = await answer();
  let last: Promise<unknown> = Promise.resolve();
  return {
    version: String(ready),
    call<T>(name: string, uri: string, ...args: readonly unknown[]) {
      const next = last.then(async () => {
        child.stdin?.write(`${JSON.stringify([name, [uri, ...args]])}\n`);
        const reply = await answer();
        if ("error" in reply) throw new Error(`MLflow's client: ${String(reply["error"])}\n${problems}`);
        return reply["answer"] as T;
      });
      last = next.catch(() => undefined);
      return next;
    },
    stop() {
      child.stdin?.end();
      child.kill();
    },
  };
}

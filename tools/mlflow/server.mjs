// Starts a real MLflow server on loopback, SQLite behind it, for conformance tests and demonstrations.
//
//   node tools/mlflow/server.mjs [--dir FOLDER] [--port PORT] [--store URI]
//
// Prints its URL and runs until it is interrupted. As a module: `startMlflowServer`.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { requireTool } from "../optional/tools.mjs";

/**
 * @param {{ dir: string, port?: number, store?: string, command?: "server" | "ui", python?: string, seconds?: number }} options
 *   `dir` keeps the database and the artifacts; `store` is another backend, such as a local store's folder; `command` is `server` unless it says `ui`;
 *   `seconds` is how long it may take to come up.
 * @returns {Promise<{ url: string, port: number, stop(signal?: NodeJS.Signals): Promise<void> }>}
 */
export async function startMlflowServer(options) {
  const { dir, store, command = "server", python = requireTool("peers"), seconds = 120 } = options;
  mkdirSync(dir, { recursive: true });
  const port = options.port ?? (await freePort());
  const backend = store ?? `sqlite:///${resolve(dir, "mlflow.db")}`;
  const flags = ["--backend-store-uri", backend, "--artifacts-destination", resolve(dir, "artifacts")];
  const listen = ["--host", "127.0.0.1", "--port", String(port), "--workers", "1"];
  const env = {
    ...process.env,
    MLFLOW_ALLOW_FILE_STORE: "true",
    MLFLOW_DISABLE_TELEMETRY: "true",
    DO_NOT_TRACK: "true",
  };
  // To a file: a pipe that nobody empties for a while would stop the server.
  const logPath = resolve(dir, "server.log");
  const log = openSync(logPath, "a");
  const server = spawn(python, ["-m", "mlflow", command, ...flags, ...listen], {
    cwd: dir,
    env,
    stdio: ["ignore", log, log],
    // A group of its own: stopping the server stops its workers, and nothing else.
    detached: true,
  });
  closeSync(log);
  const output = () => readFileSync(logPath, "utf8").slice(-4_000);
  const ended = new Promise((done) => server.once("close", done));
  const stop = async (signal = "SIGTERM") => {
    if (server.exitCode === null && server.signalCode === null) kill(server.pid, signal);
    const late = setTimeout(() => kill(server.pid, "SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  };
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`The MLflow server ended at once:\n${output()}`);
    if (await answers(`${url}/health`)) return { url, port, stop };
    await new Promise((done) => setTimeout(done, 250));
  }
  await stop("SIGKILL");
  throw new Error(`The MLflow server did not come up in ${seconds} s:\n${output()}`);
}

function kill(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { dir: { type: "string" }, port: { type: "string" }, store: { type: "string" } },
  });
  const server = await startMlflowServer({
    dir: resolve(values.dir ?? join(process.cwd(), "mlflow-server")),
    ...(values.port && { port: Number(values.port) }),
    ...(values.store && { store: values.store }),
  });
  console.log(server.url);
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => server.stop().then(() => process.exit(0)));
}

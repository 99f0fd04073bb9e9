import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { trackOnServer } from "./track.js";

const python = toolFor("peers", "the MLflow server example on a real server");

test("run, metrics and champion are on a real MLflow server", {
  skip: !python && "no Python peers",
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "mlflow-server-"));
  const port = await freePort();
  const server = startServer(folder, port);
  try {
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${url}/health`)).ok);
    const { runId, version, store } = await trackOnServer(url, folder);
    const run = await store.getRun(runId);
    assert.equal(run.info.status, "FINISHED");
    assert.ok(run.metrics["accuracy"]! > 0.9);
    assert.equal((await store.registry.getVersionByAlias("film-reviews", "champion")).version, version);
  } finally {
    process.kill(-server.pid!, "SIGTERM");
    await once(server, "exit");
  }
});

function startServer(folder: string, port: number): ChildProcess {
  const backend = ["--backend-store-uri", `sqlite:///${folder}/mlflow.db`];
  const artifacts = ["--artifacts-destination", `${folder}/artifacts`];
  const args = ["-m", "mlflow", "server", ...backend, ...artifacts, "--port", String(port), "--workers", "1"];
  // A group of its own, so that its workers end with it.
  return spawn(python!, args, { cwd: folder, stdio: "ignore", detached: true });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end; ) {
    if (await holds().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error("The MLflow server did not come up in two minutes.");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

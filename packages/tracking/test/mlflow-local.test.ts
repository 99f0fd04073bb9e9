import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileStore, restStore } from "../src/index.js";
import { saveSmallBundle } from "./mlflow/bundle.js";
import {
  expectedModel,
  expectedRegistry,
  expectedRun,
  type Logged,
  logEverything,
} from "./mlflow/log-everything.js";
import { type Peer, PYTHON_ENV, startPeer } from "./mlflow/peer.js";
import { readTheirs, type Theirs } from "./mlflow/read-theirs.js";
import { mlflowPython, startMlflowServer } from "./mlflow/server.js";

const interpreter = mlflowPython(3, "the local store, read and written by MLflow");
const LONG = 300_000;
const name = "ours in a folder";

describe.skipIf(!interpreter)("the local store, as MLflow takes it", { timeout: LONG }, () => {
  let dir: string;
  let folder: string;
  let peer: Peer;
  let logged: Logged;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "mlflow-local-"));
    folder = join(dir, "mlruns");
    await saveSmallBundle(join(dir, "bundle"));
    [peer, logged] = await Promise.all([
      startPeer(interpreter!),
      logEverything(fileStore(folder), name, dir),
    ]);
  }, LONG);

  afterAll(async () => {
    peer?.stop();
    await rm(dir, { recursive: true, force: true });
  }, LONG);

  async function check(uri: string): Promise<void> {
    const { runId, deletedId, restoredId } = logged;
    expect(await peer.call("read_run", uri, runId)).toMatchObject(expectedRun(name));
    const model = { ...expectedModel, registered: expectedRegistry };
    expect(await peer.call("read_model", uri, runId, name)).toMatchObject(model);
    const stages = await peer.call("states", uri, [runId, deletedId, restoredId]);
    expect(stages).toEqual(["active", "deleted", "active"]);
  }

  test("MLflow's Python client reads the folder", () => check(`file://${folder}`));

  test("mlflow ui --backend-store-uri opens it", async () => {
    const server = await startMlflowServer({ dir: join(dir, "ui"), store: folder, command: "ui" });
    try {
      await check(server.url);
      const run = await restStore(server.url).getRun(logged.runId);
      expect(run.metrics).toEqual((await fileStore(folder).getRun(logged.runId)).metrics);
    } finally {
      await server.stop();
    }
  });

  test("mlflow migrate-filestore imports it", async () => {
    const database = `sqlite:///${join(dir, "migrated.db")}`;
    const mlflow = join(dirname(interpreter!), "mlflow");
    const args = ["migrate-filestore", "--source", folder, "--target", database];
    await promisify(execFile)(mlflow, args, { env: PYTHON_ENV, maxBuffer: 64 << 20 });
    await check(database);
  });

  test("what MLflow's Python client logs to a folder, we read", async () => {
    const theirs = join(dir, "theirs", "mlruns");
    const made = await peer.call<Theirs>("write_run", `file://${theirs}`, "theirs in a folder");
    await readTheirs(fileStore(theirs), "theirs in a folder", made);
  });
});

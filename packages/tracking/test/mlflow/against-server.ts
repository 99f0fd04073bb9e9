import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { saveSmallBundle } from "./bundle.js";
import { type Peer, startPeer } from "./peer.js";
import { type MlflowServer, startMlflowServer } from "./server.js";

/** The time limit in milliseconds for the start of a server, and for a test with one. */
export const LONG = 300_000;

/** Starts a server and a client before the tests of this `describe`, when the fields are set, and ends them after. */
export function againstServer(interpreter: string | undefined) {
  const start = (port?: number) =>
    startMlflowServer({ dir: join(on.dir, "server"), python: interpreter!, ...(port && { port }) });
  const on = {
    /** A temporary folder with a small bundle in `bundle`. */
    dir: "",
    server: undefined as unknown as MlflowServer,
    /** MLflow's Python client, of the server's version. */
    peer: undefined as unknown as Peer,
    /** Starts the server again on the same port, after a test has killed it. */
    async restart(): Promise<void> {
      on.server = await start(on.server.port);
    },
  };

  beforeAll(async () => {
    on.dir = await mkdtemp(join(tmpdir(), "against-mlflow-"));
    await saveSmallBundle(join(on.dir, "bundle"));
    [on.server, on.peer] = await Promise.all([start(), startPeer(interpreter!)]);
  }, LONG);

  afterAll(async () => {
    on.peer?.stop();
    await on.server?.stop();
    await rm(on.dir, { recursive: true, force: true });
  }, LONG);

  return on;
}

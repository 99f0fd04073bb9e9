import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { saveSmallBundle } from "./bundle.js";
import { type Peer, startPeer } from "./peer.js";
import { type MlflowServer, startMlflowServer } from "./server.js";

/** Milliseconds that a server may take to start, and a test with it. */
export const LONG = 300_000;

/** What the tests of a `describe` stand on: there once the first of them runs. */
export interface AgainstServer {
  /** A folder of its own, with a small bundle in `bundle`. */
  readonly dir: string;
  readonly server: MlflowServer;
  /** MLflow's Python client, of the server's version. */
  readonly peer: Peer;
  /** Starts the server again where it was, after a test has killed it. */
  restart(): Promise<void>;
}

/** Starts a server and a client before the tests of this `describe`, and ends them after. */
export function againstServer(interpreter: string | undefined): AgainstServer {
  let dir = "";
  let server: MlflowServer | undefined;
  let peer: Peer | undefined;
  const start = (port?: number) =>
    startMlflowServer({ dir: join(dir, "server"), python: interpreter!, ...(port && { port }) });

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "against-mlflow-"));
    await saveSmallBundle(join(dir, "bundle"));
    [server, peer] = await Promise.all([start(), startPeer(interpreter!)]);
  }, LONG);

  afterAll(async () => {
    peer?.stop();
    await server?.stop();
    await rm(dir, { recursive: true, force: true });
  }, LONG);

  return {
    get dir() {
      return dir;
    },
    get server() {
      return server!;
    },
    get peer() {
      return peer!;
    },
    async restart() {
      server = await start(server!.port);
    },
  };
}

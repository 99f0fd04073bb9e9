// The Redis or Valkey server of the system's packages, as tests, benchmarks and trials run it.
import { createServer } from "node:net";

/** Its settings: on the loopback interface alone; what it holds survives a restart. */
export function serverArguments(port, folder) {
  return [
    ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder],
    ...["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""],
    // A queue must not lose jobs to make room.
    ...["--maxmemory-policy", "noeviction"],
  ];
}

/** A port that nothing listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

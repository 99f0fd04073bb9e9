import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../../../../tools/redis/server.mjs";

/** A real server for one test file. */
export interface TestPostgres {
  /** With a password, which the server does not look at. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface, with an empty database. @param program  The path of `postgres` */
export async function startPostgres(program: string): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "data-postgres-"));
  const user = ownUser();
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid!);
  const options = { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] as const };
  const settings = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(dirname(program), "initdb"), ["-D", folder, ...settings], {
    ...options,
    stdio: "ignore",
  });
  const port = await freePort();
  const listening = ["-h", "127.0.0.1", "-p", String(port), "-k", folder, "-c", "fsync=off"];
  const server = spawn(program, ["-D", folder, ...listening], options as never);
  for await (const chunk of server.stderr!) if (String(chunk).includes("ready to accept")) break;
  return {
    url: `postgres://postgres:secret-word@127.0.0.1:${port}/postgres`,
    async stop() {
      const exit = once(server, "exit");
      server.kill("SIGINT");
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server does not run as root: then as the user of its package. */
function ownUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (option: string) => Number(spawnSync("id", [option, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u") || 65_534, gid: id("-g") || 65_534 };
}

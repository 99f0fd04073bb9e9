/**
 * Sees to it that a Redis or Valkey server is there: where none is, and this is root on a system with apt-get, it
 * installs redis-server. Exits 1 when there is none after that.
 *
 *   node tools/redis/install.mjs
 */
import { spawnSync } from "node:child_process";
import { installedServer } from "./server.mjs";

const MINUTES_MS = 3 * 60_000;

const runs = (command, args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const isThere = () => installedServer() !== undefined;

if (!isThere() && process.getuid?.() === 0 && runs("apt-get", ["--version"])) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "redis-server"]]) {
    spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"], timeout: MINUTES_MS });
  }
}
process.exitCode = isThere() ? 0 : 1;

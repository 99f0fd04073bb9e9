// `node tools/optional/install.mjs browser redis`: installs optional tools from Debian's packages, where this is root
// on a system with apt-get and they are not there yet. Exits 1 when one is missing after that, and says which.
import { spawnSync } from "node:child_process";
import { describeTool, toolPath } from "./tools.mjs";

const PACKAGES = { browser: "chromium", redis: "redis-server" };
const MINUTES_MS = 10 * 60_000;

const missing = process.argv.slice(2).filter((name) => toolPath(name) === undefined);
if (missing.length > 0 && process.getuid?.() === 0) {
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...missing.map((name) => PACKAGES[name]));
}
for (const name of missing.filter((one) => toolPath(one) === undefined)) {
  const { title, remedy } = describeTool(name);
  console.error(`${title} is missing and could not be installed: ${remedy}.`);
  process.exitCode = 1;
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"], timeout: MINUTES_MS });
}

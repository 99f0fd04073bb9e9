// `node tools/optional/install.mjs browser redis postgres assemblyscript databases`: installs optional tools that are not
// there yet: browser, redis and postgres from Debian's packages, where this is root on a system with apt-get; assemblyscript and
// databases from npm, into tools/kernels and tools/databases. Exits 1 when one is missing after that, and says which.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describeTool, toolPath } from "./tools.mjs";

const PACKAGES = { browser: "chromium", redis: "redis-server", postgres: "postgresql" };
const FROM_NPM = { assemblyscript: "kernels", databases: "databases" };
const MINUTES_MS = 10 * 60_000;

const missing = process.argv.slice(2).filter((name) => toolPath(name) === undefined);
const packages = missing.flatMap((name) => PACKAGES[name] ?? []);
if (packages.length > 0 && process.getuid?.() === 0) {
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
}
for (const [name, place] of Object.entries(FROM_NPM)) {
  if (!missing.includes(name)) continue;
  const folder = fileURLToPath(new URL(`../${place}`, import.meta.url));
  const quietly = ["--no-package-lock", "--no-audit", "--no-fund", "--silent"];
  spawnSync("npm", ["install", "--prefix", folder, ...quietly], { stdio: ["ignore", "ignore", "inherit"] });
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

// `node tools/optional/install.mjs browser redis assemblyscript`: installs optional tools that are not there yet:
// browser and redis from Debian's packages, where this is root on a system with apt-get; assemblyscript from npm, into
// tools/kernels. Exits 1 when one is missing after that, and says which.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describeTool, toolPath } from "./tools.mjs";

const PACKAGES = { browser: "chromium", redis: "redis-server" };
const MINUTES_MS = 10 * 60_000;

const missing = process.argv.slice(2).filter((name) => toolPath(name) === undefined);
const packages = missing.flatMap((name) => PACKAGES[name] ?? []);
if (packages.length > 0 && process.getuid?.() === 0) {
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...packages);
}
if (missing.includes("assemblyscript")) {
  const folder = fileURLToPath(new URL("../kernels", import.meta.url));
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

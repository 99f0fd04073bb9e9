import { spawn as spawnChild, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The checkout's top folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** nx without a daemon, a cloud, or a screen of its own: the same in a terminal and in CI. */
const NX = { NX_DAEMON: "false", NX_TUI: "false", NX_NO_CLOUD: "true", NX_SKIP_LOG_GROUPING: "true" };

/** Runs a program in the checkout and ends this one when it fails. Programs of our dependencies go by name. */
export function run(program, args, { quiet = false } = {}) {
  const result = spawn(program, args, quiet ? "pipe" : "inherit");
  if (result.status === 0) return;
  if (quiet) process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  console.error(`\n${program} ${args.join(" ")} failed${result.error ? `: ${result.error.message}` : ""}.`);
  process.exit(result.status || 1);
}

/** Runs a program and returns its exit status and, where piped, its output. */
export function spawn(program, args, stdio) {
  return spawnSync(commandOf(program), args, { ...options(), stdio, encoding: "utf8", maxBuffer: 1 << 28 });
}

/**
 * Runs a program, prints those of its lines that `isShown` accepts as they come, and returns its exit status and all
 * of its output.
 */
export async function stream(program, args, isShown) {
  const child = spawnChild(commandOf(program), args, { ...options(), stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  const lines = [];
  const readers = [child.stdout, child.stderr].map(async (input) => {
    for await (const line of createInterface({ input })) {
      lines.push(line);
      if (isShown(line)) console.log(line);
    }
  });
  await Promise.all(readers);
  return { status: await ended, output: lines.join("\n") };
}

function commandOf(program) {
  const local = `${ROOT}node_modules/.bin/${program}`;
  return existsSync(local) ? local : program;
}

function options() {
  return { cwd: ROOT, env: { ...process.env, ...NX }, shell: process.platform === "win32" };
}

/** Installs what the lock file says, unless just that is installed already. */
export function install() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    console.error(`This needs Node 20 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  if (isInstalled()) return;
  console.error("Installing packages (npm ci) …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Whether npm's own record of `node_modules` holds what the lock file asks for on this platform. */
function isInstalled() {
  const record = `${ROOT}node_modules/.package-lock.json`;
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(`${ROOT}package-lock.json`, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, link, resolved }]) => {
    if (!path.includes("node_modules/")) return true;
    const installed = there[path];
    if (!installed) return optional === true;
    return link ? installed.resolved === resolved : installed.version === version;
  });
}

/** Builds every package whose sources have changed. */
export function build() {
  console.error("Building what has changed …");
  run("nx", ["run-many", "-t", "build", "--output-style=static"], { quiet: true });
}

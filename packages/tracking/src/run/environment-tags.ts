import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, platform, release, totalmem, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { LIMITS, truncate } from "../entities/names.js";
import { ownProcess } from "../process/run-process.js";

/** The tag that identifies the process of a run: so `recover` finds the runs of killed processes. */
export const PROCESS_TAG = "imdb.process";

const run = promisify(execFile);

/**
 * The tags that every run records: git commit, branch, dirty state and repository, source file, user, command, Node and
 * package versions, CPU. They have MLflow's names where MLflow has one, else the prefix `imdb.`. What is not available
 * (no git, no package.json) is left out. They are collected once per process.
 */
export function environmentTags(): Promise<Readonly<Record<string, string>>> {
  known ??= collect();
  return known;
}

let known: Promise<Readonly<Record<string, string>>> | undefined;

async function collect(): Promise<Readonly<Record<string, string>>> {
  const [cpu] = cpus();
  const cwd = workingDirectory();
  const tags: Record<string, string | undefined> = {
    "mlflow.user": userName(),
    "mlflow.source.name": process.argv[1] ?? process.execPath,
    "mlflow.source.type": "LOCAL",
    ...(cwd !== undefined && (await gitTags(cwd))),
    "imdb.command": commandLine(process.argv),
    [PROCESS_TAG]: ownProcess(),
    "imdb.node.version": process.version,
    "imdb.platform": `${platform()} ${release()} ${process.arch}`,
    "imdb.cpu": cpu && `${cpu.model.trim()} × ${cpus().length}`,
    "imdb.memory.bytes": String(totalmem()),
    "imdb.packages": cwd === undefined ? undefined : packageVersions(cwd),
  };
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(tags)) {
    if (value) kept[key] = truncate(value.toWellFormed(), LIMITS.tagValue);
  }
  return kept;
}

/** The folder in which the process works; `undefined` where it was removed. */
function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** The user's name; empty where the system has none. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Some containers run under a user id without an entry.
    return process.env["USER"] ?? process.env["USERNAME"] ?? "";
  }
}

async function gitTags(cwd: string): Promise<Record<string, string | undefined>> {
  const [commit, branch, changes, remote] = await Promise.all([
    git(cwd, "rev-parse", "HEAD"),
    git(cwd, "rev-parse", "--abbrev-ref", "HEAD"),
    git(cwd, "status", "--porcelain", "--untracked-files=no"),
    git(cwd, "config", "--get", "remote.origin.url"),
  ]);
  if (!commit) return {};
  return {
    "mlflow.source.git.commit": commit,
    "mlflow.source.git.branch": branch,
    "mlflow.source.git.dirty": changes === undefined ? undefined : String(changes !== ""),
    // The URL of a remote may hold a user and a password.
    "mlflow.source.git.repoURL": remote?.replace(/\/\/[^/@]*@/, "//"),
  };
}

async function git(cwd: string, ...args: string[]): Promise<string | undefined> {
  try {
    const options = { cwd, timeout: 5_000, maxBuffer: 16 << 20, windowsHide: true };
    return (await run("git", args, options)).stdout.trim();
  } catch {
    // No git, no repository, or no result in time: the run has no such tag.
    return undefined;
  }
}

/** The command line, in which the values of options that look like secrets are replaced by `***`. */
function commandLine(argv: readonly string[]): string {
  const secret = /(token|secret|password|passwd|api[-_]?key|credential)/i;
  return argv
    .map((word, i) => {
      if (secret.test(word) && word.includes("=")) return `${word.slice(0, word.indexOf("="))}=***`;
      const before = argv[i - 1] ?? "";
      return before.startsWith("-") && secret.test(before) && !before.includes("=") ? "***" : word;
    })
    .join(" ");
}

/** The installed versions of the dependencies in the nearest package.json, as JSON. */
function packageVersions(cwd: string): string | undefined {
  const manifest = nearest(cwd, "package.json");
  if (!manifest) return undefined;
  const { dependencies = {}, devDependencies = {} } = readJson(manifest);
  const versions: Record<string, string> = {};
  for (const name of Object.keys({ ...dependencies, ...devDependencies }).sort()) {
    const version = installedVersion(dirname(manifest), name);
    if (version) versions[name] = version;
  }
  return JSON.stringify(versions);
}

function installedVersion(from: string, name: string): string | undefined {
  const manifest = nearest(from, "node_modules", name, "package.json");
  return manifest && readJson(manifest).version;
}

/** A path in a folder, or in the nearest of its parents where it exists. */
function nearest(from: string, ...path: readonly string[]): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ...path))) return join(folder, ...path);
    if (folder === dirname(folder)) return undefined;
  }
}

interface PackageJson {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readJson(path: string): PackageJson {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as PackageJson;
  } catch {
    // A run starts also with an invalid package.json, which may be that of a dependency.
    return {};
  }
}

import { type Dirent, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";
import { damaged, type OnDamage } from "./damage.js";

/** Names of MLflow's file layout. */
export const LAYOUT = {
  meta: "meta.yaml",
  trash: ".trash",
  params: "params",
  metrics: "metrics",
  tags: "tags",
  artifacts: "artifacts",
  inputs: "inputs",
  outputs: "outputs",
  datasets: "datasets",
  models: "models",
  traces: "traces",
  aliases: "aliases",
  /** Added by this library to a run's folder, where MLflow does not look: the metric journals of its writers. */
  journal: ".journal",
} as const;

/** Names of the folders of an experiment that are not runs. */
const RESERVED: ReadonlySet<string> = new Set([LAYOUT.tags, LAYOUT.datasets, LAYOUT.traces, LAYOUT.models]);

const LINK = "it is a symbolic link";

/**
 * Names of the folders in a folder; empty when it is not there.
 *
 * @param onLink  Gets the links in it, which are not followed.
 */
export function folderNames(path: string, onLink: OnDamage = () => {}): string[] {
  const names: string[] = [];
  for (const entry of entriesOf(path)) {
    if (entry.isDirectory()) names.push(entry.name);
    else if (entry.isSymbolicLink()) onLink({ path: join(path, entry.name), problem: LINK });
  }
  return names;
}

/**
 * The names of the folders of an experiment that may be runs; see {@link isRun}.
 *
 * @param onLink  As for {@link folderNames}.
 */
export function runNames(experimentDir: string, onLink: OnDamage): string[] {
  return folderNames(experimentDir, onLink).filter((name) => !name.startsWith(".") && !RESERVED.has(name));
}

/** Whether a folder of an experiment is a run. One that has parameters and no `meta.yaml` is a damaged one. */
export function isRun(folder: string, onDamage: OnDamage): boolean {
  if (hasMeta(folder)) return true;
  if (isFolder(join(folder, LAYOUT.params)))
    onDamage({ path: join(folder, LAYOUT.meta), problem: "it is missing" });
  return false;
}

/** The folders of the runs of an experiment. */
export function runFolders(experimentDir: string, onDamage: OnDamage): string[] {
  return runNames(experimentDir, onDamage)
    .map((name) => join(experimentDir, name))
    .filter((folder) => isRun(folder, onDamage));
}

/**
 * The relative paths of all files below a folder, with slashes, in no order: each is a key.
 *
 * @throws `DAMAGED_TRACKING_STORE` for a link or a pipe among them.
 */
export function keysBelow(folder: string): string[] {
  const keys: string[] = [];
  const waiting = [""];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const entry of entriesOf(join(folder, prefix))) {
      if (entry.isDirectory()) waiting.push(`${prefix}${entry.name}/`);
      else if (entry.isFile()) keys.push(prefix + entry.name);
      else throw notPlain(join(folder, prefix, entry.name), entry);
    }
  }
  return keys;
}

/** The URI of the artifacts of a run or a logged model, by its folder. */
export function artifactsUri(folder: string): string {
  return pathToFileURL(join(folder, LAYOUT.artifacts)).href;
}

/** Whether a path is a folder that holds a `meta.yaml`. A link to such a folder is none. */
export function hasMeta(folder: string): boolean {
  return isFolder(folder) && typeOf(join(folder, LAYOUT.meta)) !== undefined;
}

/** Whether a path is a folder, and no link to one. */
export function isFolder(path: string): boolean {
  return typeOf(path)?.isDirectory() ?? false;
}

function typeOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // Something on the way to it is no folder, or cannot be read.
    return undefined;
  }
}

/** What is at a path, which is not followed where it is a link; `undefined` where nothing is. @throws `FILE_FAILURE` */
export function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, OR_UNDEFINED);
  } catch (cause) {
    if (hasCode(cause, "ENOTDIR")) return undefined;
    throw fileFailure("read", path, cause);
  }
}

const OR_UNDEFINED = { throwIfNoEntry: false } as const;

/** The error of an entry that is neither a folder nor a plain file. */
export function notPlain(path: string, entry: Dirent): Error {
  return damaged(path, notPlainProblem(entry));
}

/** Why an entry that is neither a folder nor a plain file is not used. */
export function notPlainProblem(entry: Dirent): string {
  return entry.isSymbolicLink() ? LINK : "it is not a plain file";
}

/**
 * The entries of a folder; empty when it is not there.
 *
 * @throws `DAMAGED_TRACKING_STORE` when it is a link; `FILE_FAILURE`
 */
export function entriesOf(path: string): Dirent[] {
  try {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw damaged(path, LINK);
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) return [];
    throw fileFailure("read", path, cause);
  }
}

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";

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

/** Names of the folders in a folder; empty when it is not there. */
export function folderNames(path: string): string[] {
  return entriesOf(path)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** The runs of an experiment's folder, by their folder names. */
export function runNames(experimentDir: string): string[] {
  return folderNames(experimentDir).filter((name) => !name.startsWith(".") && !RESERVED.has(name));
}

/** The relative paths of all files below a folder, with slashes, in no order: each is a key. */
export function keysBelow(folder: string): string[] {
  const keys: string[] = [];
  const waiting = [""];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const entry of entriesOf(join(folder, prefix))) {
      if (entry.isDirectory()) waiting.push(`${prefix}${entry.name}/`);
      else if (entry.isFile()) keys.push(prefix + entry.name);
    }
  }
  return keys;
}

/** The URI of the artifacts of a run or a logged model, by its folder. */
export function artifactsUri(folder: string): string {
  return pathToFileURL(join(folder, LAYOUT.artifacts)).href;
}

/** Whether a folder holds a `meta.yaml`. */
export function hasMeta(folder: string): boolean {
  return existsSync(join(folder, LAYOUT.meta));
}

/** The entries of a folder; empty when it is not there. */
export function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) return [];
    throw fileFailure("read", path, cause);
  }
}

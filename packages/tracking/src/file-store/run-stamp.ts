import { existsSync, lstatSync } from "node:fs";
import { join, sep } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import type { Run } from "../entities/run.js";
import { hasCode } from "../process/os-error.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { journalSizes } from "./metric-journal.js";
import { appendText } from "./small-file.js";

const CHANGES = "changes";
const META = `${sep}${LAYOUT.meta}`;
const JOURNALLED = `${sep}${join(LAYOUT.journal, CHANGES)}`;
/** What MLflow adds keys to after the end of a run, by a new name in a folder or in a file that is there. */
const KEYED = [LAYOUT.tags, LAYOUT.params, LAYOUT.metrics] as const;

/**
 * Records that a file of a run has changed, by one more byte in `.journal/changes`. The times of the files are not
 * enough: two changes within one tick of the clock have the same time.
 */
export function recordChange(runDir: string): void {
  appendText(runDir, join(runDir, LAYOUT.journal, CHANGES), ".");
}

/** The keys of a run, whose files are looked at. */
type KnownRun = Pick<Run, "params" | "tags" | "latestMetrics">;

/**
 * A text that differs when a run has changed. Of a run that this library made it looks at `meta.yaml`, at what this library
 * records of its own changes, and at what other programs change: the folders of tags, parameters and metrics, where a new
 * key is a new name, and the files that MLflow writes to in place, those of metrics and of tags that somebody sets. For
 * an open run the sizes of the journals are part of the text; for a run that another program made, the state of every
 * file. Datasets and models that another program adds to a run that has some are not seen.
 *
 * @param known  The run as it was read last, whose keys are looked at, so that no folder is listed. Undefined: they are
 *               listed; the text is the same where nothing has changed.
 * @throws `DAMAGED_TRACKING_STORE` for a link or a pipe where keys are listed.
 */
export function runStamp(
  runDir: string,
  state: "ended" | "open or not known",
  known: KnownRun | undefined,
): string {
  // Paths are concatenated, because a search does this for every run and `join` takes as long as the system call.
  const changes = fileStamp(runDir + JOURNALLED);
  let stamp = `${fileStamp(runDir + META)} ${changes}`;
  if (changes === MISSING && !existsSync(join(runDir, LAYOUT.journal)))
    return `${stamp} ${everyFile(runDir)}`;
  // What is missing adds nothing: a metric that is in the journals only has no file.
  for (const path of known ? pathsOf(known) : listedPaths(runDir))
    stamp += present(fileStamp(runDir + sep + path));
  if (state === "ended" && changes !== MISSING) return stamp;
  return `${stamp} ${[...journalSizes(runDir).values()].join("+")}`;
}

/** The paths of runs that were looked at: a search does it for every run, again and again. */
const PATHS = new WeakMap<KnownRun, readonly string[]>();

function pathsOf(known: KnownRun): readonly string[] {
  let paths = PATHS.get(known);
  if (paths === undefined) {
    const metrics = known.latestMetrics.map(({ key }) => key);
    paths = changingPaths(Object.keys(known.tags), Object.keys(known.params), metrics);
    PATHS.set(known, paths);
  }
  return paths;
}

function listedPaths(runDir: string): readonly string[] {
  const [tags, params, metrics] = KEYED.map((folder) => keysBelow(join(runDir, folder)));
  return changingPaths(tags!, params!, metrics!);
}

/** The tags that every run gets when it begins: nobody sets them later, and there are many. */
const OF_THE_START = /^(?:imdb\.|mlflow\.(?:source\.|user$|runName$))/;

/** What changes when a key is added, or when MLflow writes to one. It refuses another value of a parameter. */
function changingPaths(
  tags: readonly string[],
  params: readonly string[],
  metrics: readonly string[],
): readonly string[] {
  const paths = [
    ...foldersOf(LAYOUT.tags, tags),
    ...foldersOf(LAYOUT.params, params),
    ...foldersOf(LAYOUT.metrics, metrics),
  ];
  for (const key of tags) if (!OF_THE_START.test(key)) paths.push(LAYOUT.tags + sep + key);
  for (const key of metrics) paths.push(LAYOUT.metrics + sep + key);
  return paths.sort();
}

/** A folder of keys, and the folders in it that keys such as `a/b` make. */
function foldersOf(folder: string, keys: readonly string[]): string[] {
  const inside = new Set<string>();
  for (const key of keys)
    for (let end = key.lastIndexOf("/"); end > 0; end = key.lastIndexOf("/", end - 1))
      inside.add(folder + sep + key.slice(0, end));
  return [folder, ...inside];
}

function present(stamp: string): string {
  return stamp === MISSING ? "" : ` ${stamp}`;
}

function everyFile(runDir: string): string {
  const parts: string[] = [];
  for (const folder of [LAYOUT.tags, LAYOUT.params, LAYOUT.metrics, LAYOUT.inputs, LAYOUT.outputs]) {
    for (const key of keysBelow(join(runDir, folder)).sort())
      parts.push(fileStamp(join(runDir, folder, key)));
  }
  return parts.join(" ");
}

const MISSING = "-";

function fileStamp(path: string): string {
  const stat = statOf(path);
  return stat ? `${stat.mtimeMs}/${stat.isFile() ? stat.size : ""}/${stat.ino}` : MISSING;
}

function statOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (hasCode(cause, "ENOTDIR")) return undefined;
    throw fileFailure("read", path, cause);
  }
}

import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import type { Run } from "../entities/run.js";
import { keysBelow, LAYOUT, statOf } from "./layout.js";
import { journalSizes } from "./metric-journal.js";
import { appendText } from "./small-file.js";

const CHANGES = "changes";
const META = `${sep}${LAYOUT.meta}`;
const JOURNALLED = `${sep}${join(LAYOUT.journal, CHANGES)}`;
/** What MLflow adds keys to after the end of a run, by a new name in a folder or in a file that is there. */
const KEYED = [LAYOUT.tags, LAYOUT.params, LAYOUT.metrics] as const;
/** The folders to which other programs add datasets and models, each in a folder of its own. */
const USES = [LAYOUT.inputs, LAYOUT.outputs] as const;

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
 * records of its own changes, and at what other programs change: the folders of tags, parameters, metrics, datasets and
 * models, in which a new or replaced file is a new name, and the files that MLflow writes to in place, those of metrics and
 * of tags that somebody sets. For an open run the sizes of the journals are part of the text; for a run that another
 * program made, the state of every file. Not seen: a parameter, or a tag that every run gets when it begins, whose file is
 * overwritten in place. MLflow does neither, and looking at these files would take most of the time of a search.
 *
 * @param known  The run as it was read last, whose keys are looked at, so that no folder is listed. Undefined: they are
 *               listed; the text is the same where nothing has changed.
 * @param seen   Gets what {@link isUnchanged} compares.
 * @throws `DAMAGED_TRACKING_STORE` for a link or a pipe where keys are listed.
 */
export function runStamp(
  runDir: string,
  state: "ended" | "open or not known",
  known: KnownRun | undefined,
  seen?: SeenFiles,
): string {
  // Paths are concatenated, because a search does this for every run and `join` takes as long as the system call.
  const meta = fileStamp(runDir + META, seen);
  const changes = fileStamp(runDir + JOURNALLED, seen);
  let stamp = `${meta} ${changes}`;
  if (changes === MISSING && !existsSync(join(runDir, LAYOUT.journal)))
    return `${stamp} ${everyFile(runDir)}`;
  // What is missing adds nothing: a metric that is in the journals only has no file.
  for (const path of known ? pathsOf(known) : listedPaths(runDir))
    stamp += present(fileStamp(runDir + sep + path, seen));
  if (state === "ended" && changes !== MISSING) return stamp;
  return `${stamp} ${[...journalSizes(runDir).values()].join("+")}`;
}

/** The files that {@link runStamp} looked at, and what they were. */
export interface SeenFiles {
  readonly paths: string[];
  /** Time, size and number of each, or {@link MISSING_TIME}. */
  readonly times: number[];
}

/**
 * Whether the files of an ended run are what they were: the same comparison as that of stamps, without making texts. The
 * number of calls is that of the files, which takes most of the time of a search.
 */
export function isUnchanged({ paths, times }: SeenFiles): boolean {
  let at = 0;
  for (const path of paths) {
    const stat = statOf(path);
    if (stat === undefined) {
      if (times[at] !== MISSING_TIME) return false;
      at += 1;
      continue;
    }
    if (times[at] !== stat.mtimeMs || times[at + 1] !== stat.size || times[at + 2] !== stat.ino) return false;
    at += 3;
  }
  return true;
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
    ...USES,
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
/** Before every time that a file has. */
const MISSING_TIME = Number.NEGATIVE_INFINITY;

function fileStamp(path: string, seen?: SeenFiles): string {
  const stat = statOf(path);
  seen?.paths.push(path);
  if (stat === undefined) {
    seen?.times.push(MISSING_TIME);
    return MISSING;
  }
  seen?.times.push(stat.mtimeMs, stat.size, stat.ino);
  return `${stat.mtimeMs}/${stat.isFile() ? stat.size : ""}/${stat.ino}`;
}

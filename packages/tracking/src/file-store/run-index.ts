import { appendFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { metricValues, type Run } from "../entities/run.js";
import { hasCode, textOf } from "../process/os-error.js";
import { hasMeta, LAYOUT, runNames } from "./layout.js";
import { escapeUnit } from "./meta-yaml.js";
import { runStamp } from "./run-stamp.js";
import type { SmallFiles } from "./small-file.js";

const FILE = ".run-index.ascii";
/** The number of outdated lines after which the file is rewritten. */
const MAX_OUTDATED_LINES = 2_000;

/** A run in the index. The values of metrics are texts, because JSON has no NaN. */
type StoredRun = Omit<Run, "latestMetrics"> & { latestMetrics: [string, string, number, number][] };

interface Entry {
  readonly stamp: string;
  readonly run: Run;
}

type Entries = Map<string, Entry>;

/** The index of a store's runs. */
export type RunIndex = ReturnType<typeof openRunIndex>;

/**
 * Opens an index of runs: in `<experiment>/.run-index.ascii`, one line per run as it was last read, with its stamp. The
 * stamp is compared at every use, so an outdated, incomplete or missing index costs time and changes no result. The file
 * is ASCII, which is read and parsed in half the time.
 *
 * @param read  Reads a run from its folder.
 */
export function openRunIndex(read: (runDir: string) => Run, files: SmallFiles) {
  const experiments = new Map<string, Entries>();

  function entriesOf(experimentDir: string): Entries {
    const entries = experiments.get(experimentDir) ?? readIndex(experimentDir, files);
    experiments.set(experimentDir, entries);
    return entries;
  }

  function update(runDir: string): Entry {
    // Both stamps are taken before the run is read: a change in between makes the entry outdated, never wrong.
    const ended = runStamp(runDir, "ended");
    const open = runStamp(runDir, "open or not known");
    const run = read(runDir);
    const entry = { stamp: stateOf(run) === "ended" ? ended : open, run };
    entriesOf(dirname(runDir)).set(basename(runDir), entry);
    return entry;
  }

  return {
    /** All runs of an experiment's folder. Only those that have changed are read. */
    runsOf(experimentDir: string): Run[] {
      const entries = entriesOf(experimentDir);
      const runs: Run[] = [];
      const newLines: string[] = [];
      for (const name of runNames(experimentDir)) {
        const runDir = join(experimentDir, name);
        let entry = entries.get(name);
        const stamp = runStamp(runDir, stateOf(entry?.run));
        if (entry?.stamp !== stamp) {
          if (!hasMeta(runDir)) continue;
          entry = update(runDir);
          newLines.push(indexLine(name, entry));
        }
        runs.push(entry.run);
      }
      if (newLines.length > 0) append(experimentDir, newLines.join(""));
      return runs;
    },
    /** Adds a run that has just ended, for the searches of other processes. */
    add(runDir: string): void {
      append(dirname(runDir), indexLine(basename(runDir), update(runDir)));
    },
  };
}

function stateOf(run: Run | undefined): "ended" | "open or not known" {
  return run?.info.endTime === undefined ? "open or not known" : "ended";
}

function readIndex(experimentDir: string, files: SmallFiles): Entries {
  const entries: Entries = new Map();
  const experimentUri = pathToFileURL(experimentDir).href;
  const lines = (textOf(join(experimentDir, FILE), "latin1") ?? "").split("\n").slice(0, -1);
  for (const line of lines) {
    const parsed = parseLine(line, experimentUri);
    if (parsed) entries.set(parsed.name, parsed.entry);
  }
  if (lines.length > entries.size + MAX_OUTDATED_LINES) {
    const text = [...entries].map(([name, entry]) => indexLine(name, entry)).join("");
    files.replace(join(experimentDir, FILE), text, experimentDir);
  }
  return entries;
}

function append(experimentDir: string, lines: string): void {
  try {
    appendFileSync(join(experimentDir, FILE), lines);
  } catch (cause) {
    // A store that may only be read is searched without an index.
    if (!hasCode(cause, "EACCES", "EROFS", "EPERM")) throw cause;
  }
}

function indexLine(name: string, { stamp, run }: Entry): string {
  const { metrics: _derived, latestMetrics, ...rest } = run;
  const values = latestMetrics.map(({ key, value, timestamp, step }) => [
    key,
    String(value),
    timestamp,
    step,
  ]);
  const json = JSON.stringify([name, stamp, { ...rest, latestMetrics: values }]);
  return `${json.replace(/[\x80-\uffff]/g, escapeUnit)}\n`;
}

function parseLine(line: string, experimentUri: string): { name: string; entry: Entry } | undefined {
  try {
    const [name, stamp, stored] = JSON.parse(line) as [string, string, StoredRun];
    if (stored.info.runId !== name) return undefined;
    const latestMetrics = stored.latestMetrics.map(([key, value, timestamp, step]) => ({
      key,
      value: Number(value),
      timestamp,
      step,
    }));
    const artifactUri = `${experimentUri}/${name}/${LAYOUT.artifacts}`;
    const run: Run = {
      ...stored,
      info: { ...stored.info, artifactUri },
      metrics: metricValues(latestMetrics),
      latestMetrics,
    };
    return { name, entry: { stamp, run } };
  } catch {
    // An incomplete line of a killed process: its run is read from its folder instead.
    return undefined;
  }
}

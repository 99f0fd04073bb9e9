import { appendFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Run } from "../entities/run.js";
import { hasCode, textOf } from "../process/os-error.js";
import { hasMeta, LAYOUT, runNames } from "./layout.js";
import { escapeUnit } from "./meta-yaml.js";
import { runStamp } from "./run-stamp.js";
import type { SmallFiles } from "./small-file.js";

const FILE = ".run-index.ascii";
/** Lines that newer ones have replaced, before the file is written anew. */
const STALE_LINES = 2_000;

/** A run as the index has it: values of metrics as texts, because JSON knows no NaN. */
type StoredRun = Omit<Run, "latestMetrics"> & { latestMetrics: [string, string, number, number][] };

function stateOf(run: Run | undefined): "ended" | "open or not known" {
  return run?.info.endTime === undefined ? "open or not known" : "ended";
}

interface Entry {
  readonly stamp: string;
  readonly run: Run;
}

/**
 * Keeps what runs looked like beside them, in `<experiment>/.run-index.ascii`: a line a run, with the stamp by
 * which it is checked at every use. It is ASCII, which is read and parsed in half the time. The index may be late, torn or removed: it costs time and changes no result.
 *
 * @param read  Reads a run from its folder.
 */
export function openRunIndex(read: (runDir: string) => Run, files: SmallFiles) {
  const experiments = new Map<string, Map<string, Entry>>();

  function entriesOf(experimentDir: string): Map<string, Entry> {
    const entries = experiments.get(experimentDir) ?? readIndex(experimentDir);
    experiments.set(experimentDir, entries);
    return entries;
  }

  function reread(runDir: string): Entry {
    // Both stamps are older than what is read: a change meanwhile makes the entry stale, never wrong.
    const ended = runStamp(runDir, "ended");
    const open = runStamp(runDir, "open or not known");
    const run = read(runDir);
    const entry = { stamp: stateOf(run) === "ended" ? ended : open, run };
    entriesOf(dirname(runDir)).set(basename(runDir), entry);
    return entry;
  }

  return {
    /** All runs of an experiment's folder; only those that changed since are read. */
    runsOf(experimentDir: string): Run[] {
      const entries = entriesOf(experimentDir);
      const runs: Run[] = [];
      const fresh: string[] = [];
      for (const name of runNames(experimentDir)) {
        const runDir = join(experimentDir, name);
        let entry = entries.get(name);
        const stamp = runStamp(runDir, stateOf(entry?.run));
        if (entry?.stamp !== stamp) {
          if (!hasMeta(runDir)) continue;
          entry = reread(runDir);
          fresh.push(indexLine(name, entry));
        }
        runs.push(entry.run);
      }
      if (fresh.length > 0) append(experimentDir, fresh.join(""));
      return runs;
    },
    /** Puts a run that has just ended into the index, for searches of other processes. */
    note(runDir: string): void {
      const entry = reread(runDir);
      append(dirname(runDir), indexLine(basename(runDir), entry));
    },
  };

  function readIndex(experimentDir: string): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    const home = pathToFileURL(experimentDir).href;
    const lines = (textOf(join(experimentDir, FILE), "latin1") ?? "").split("\n").slice(0, -1);
    for (const line of lines) {
      const parsed = parseLine(line, home);
      if (parsed) entries.set(parsed.name, parsed.entry);
    }
    if (lines.length > entries.size + STALE_LINES) {
      const text = [...entries].map(([name, entry]) => indexLine(name, entry)).join("");
      files.replace(join(experimentDir, FILE), text, experimentDir);
    }
    return entries;
  }
}

/** A store that may only be read is searched without writing an index. */
function append(experimentDir: string, lines: string): void {
  try {
    appendFileSync(join(experimentDir, FILE), lines);
  } catch (cause) {
    if (!hasCode(cause, "EACCES", "EROFS", "EPERM")) throw cause;
  }
}

function indexLine(name: string, { stamp, run }: Entry): string {
  const { metrics: _derived, latestMetrics, ...rest } = run;
  const values = latestMetrics.map((metric) => [
    metric.key,
    String(metric.value),
    metric.timestamp,
    metric.step,
  ]);
  const json = JSON.stringify([name, stamp, { ...rest, latestMetrics: values }]);
  return `${json.replace(/[\x80-\uffff]/g, escapeUnit)}\n`;
}

function parseLine(line: string, home: string): { name: string; entry: Entry } | undefined {
  try {
    const [name, stamp, stored] = JSON.parse(line) as [string, string, StoredRun];
    if (stored.info.runId !== name) return undefined;
    const latestMetrics = stored.latestMetrics.map(([key, value, timestamp, step]) => ({
      key,
      value: Number(value),
      timestamp,
      step,
    }));
    const artifactUri = `${home}/${name}/${LAYOUT.artifacts}`;
    const run: Run = {
      ...stored,
      info: { ...stored.info, artifactUri },
      metrics: Object.fromEntries(latestMetrics.map((metric) => [metric.key, metric.value])),
      latestMetrics,
    };
    return { name, entry: { stamp, run } };
  } catch {
    // A torn line of a killed process: its run is read from its folder instead.
    return undefined;
  }
}

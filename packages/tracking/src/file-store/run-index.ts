import { appendFileSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Run } from "../entities/run.js";
import { hasMeta, LAYOUT, runNames } from "./layout.js";
import { runStamp } from "./run-stamp.js";
import type { SmallFiles } from "./small-file.js";

/** Runs read before, so that a search over many does not read every file of every run. */
interface RunIndex {
  /** All runs of an experiment's folder; only those that changed since are read. */
  runsOf(experimentDir: string): Run[];
  /** Puts a run that has just ended into the index, for searches of other processes. */
  note(runDir: string): void;
}

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
export function openRunIndex(read: (runDir: string) => Run, files: SmallFiles): RunIndex {
  const experiments = new Map<string, Map<string, Entry>>();

  function entriesOf(experimentDir: string): Map<string, Entry> {
    let entries = experiments.get(experimentDir);
    if (!entries) {
      entries = readIndex(experimentDir);
      experiments.set(experimentDir, entries);
    }
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
    runsOf(experimentDir) {
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
    note(runDir) {
      const entry = reread(runDir);
      append(dirname(runDir), indexLine(basename(runDir), entry));
    },
  };

  function readIndex(experimentDir: string): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    const home = pathToFileURL(experimentDir).href;
    let lines = 0;
    for (const line of readLines(join(experimentDir, FILE))) {
      lines++;
      const parsed = parseLine(line, home);
      if (parsed) entries.set(parsed.name, parsed.entry);
    }
    if (lines > entries.size + STALE_LINES) {
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
    if (!["EACCES", "EROFS", "EPERM"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "latin1").split("\n").slice(0, -1);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
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
  return `${asciiJson([name, stamp, { ...rest, latestMetrics: values }])}\n`;
}

/** JSON without characters beyond ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x80-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
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

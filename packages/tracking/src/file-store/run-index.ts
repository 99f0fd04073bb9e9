import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readPlainFile } from "@imdb/runtime/files";
import { metricValues, type Run, type RunDataset } from "../entities/run.js";
import { DamagedStore } from "../errors.js";
import { isUnwritable } from "../process/os-error.js";
import { damaged, damageOf, type OnDamage, orDamaged } from "./damage.js";
import { isRun, LAYOUT, runNames } from "./layout.js";
import { escapeUnit } from "./meta-yaml.js";
import { isUnchanged, runStamp, type SeenFiles } from "./run-stamp.js";
import { appendText, type SmallFiles } from "./small-file.js";

const FILE = ".run-index.ascii";
/** The size above which an index is not read: a text of this length can still be split. */
const MAX_BYTES = 256 << 20;
/** The number of outdated lines after which the file is rewritten. */
const MAX_OUTDATED_LINES = 2_000;

/** A run in the index. The values of metrics are texts, because JSON has no NaN. */
type StoredRun = Omit<Run, "latestMetrics"> & { latestMetrics: [string, string, number, number][] };

interface Entry {
  readonly stamp: string;
  readonly run: Run;
  /** Whether no damaged part was left out. */
  readonly isWhole: boolean;
  /** Whether a search has looked at the run. A process that searches once needs no memory of its files. */
  wasSearched: boolean;
  /** What {@link isUnchanged} compares; undefined until the second search, and for a run that is open. */
  seen: SeenFiles | undefined;
}

type Entries = Map<string, Entry>;

/** The index of a store's runs. */
export type RunIndex = ReturnType<typeof openRunIndex>;

/**
 * Opens an index of runs: in `<experiment>/.run-index.ascii`, one line per run as it was last read, with its stamp. The
 * stamp is compared at every use, so an outdated, incomplete or missing index costs time and changes no result. The file
 * is ASCII, which is read and parsed in half the time.
 *
 * @param read  Reads a run from its folder. A run of which a part was left out is not indexed.
 */
export function openRunIndex(read: (runDir: string, onDamage: OnDamage) => Run, files: SmallFiles) {
  const experiments = new Map<string, Entries>();

  function entriesOf(experimentDir: string): Entries {
    const entries = experiments.get(experimentDir) ?? readIndex(experimentDir, files);
    experiments.set(experimentDir, entries);
    return entries;
  }

  function update(runDir: string, onDamage: OnDamage): Entry {
    // Both stamps are taken before the run is read: a change in between makes the entry outdated, never wrong.
    const ended = runStamp(runDir, "ended", undefined);
    const open = runStamp(runDir, "open or not known", undefined);
    let isWhole = true;
    const run = read(runDir, (damage) => {
      isWhole = false;
      onDamage(damage);
    });
    const entry = {
      stamp: stateOf(run) === "ended" ? ended : open,
      run,
      isWhole,
      wasSearched: false,
      seen: undefined,
    };
    if (isWhole) entriesOf(dirname(runDir)).set(basename(runDir), entry);
    return entry;
  }

  /** The run of a folder, and its new line of the index when it has changed; `undefined` when it is none. */
  function current(runDir: string, known: Entry | undefined, onDamage: OnDamage) {
    if (known && isCurrent(runDir, known)) return { run: known.run, line: "" };
    if (!isRun(runDir, onDamage)) return undefined;
    const entry = update(runDir, onDamage);
    return { run: entry.run, line: entry.isWhole ? indexLine(basename(runDir), entry) : "" };
  }

  return {
    /** All runs of an experiment's folder that are not damaged. Only those that have changed are read. */
    runsOf(experimentDir: string, onDamage: OnDamage): Run[] {
      const entries = entriesOf(experimentDir);
      const runs: Run[] = [];
      let newLines = "";
      for (const name of runNames(experimentDir, onDamage)) {
        const found = orDamaged(onDamage, () =>
          current(join(experimentDir, name), entries.get(name), onDamage),
        );
        if (!found) continue;
        runs.push(found.run);
        newLines += found.line;
      }
      if (newLines !== "") append(experimentDir, newLines);
      return runs;
    },
    /** Adds a run that has just ended, for the searches of other processes. */
    add(runDir: string): void {
      const entry = update(runDir, () => {});
      if (entry.isWhole) append(dirname(runDir), indexLine(basename(runDir), entry));
    },
  };
}

/** Whether a run has not changed. The keys to look at are those of an index that somebody else may have written. */
function isCurrent(runDir: string, entry: Entry): boolean {
  const { run, seen } = entry;
  try {
    if (seen !== undefined && isUnchanged(seen)) return true;
    const state = stateOf(run);
    const found: SeenFiles | undefined =
      entry.wasSearched && state === "ended" ? { paths: [], times: [] } : undefined;
    const isSame = entry.stamp === runStamp(runDir, state, run, found);
    entry.wasSearched = true;
    entry.seen = isSame ? found : undefined;
    return isSame;
  } catch (cause) {
    if (damageOf(cause)) return false;
    throw cause;
  }
}

function stateOf(run: Run | undefined): "ended" | "open or not known" {
  return run?.info.endTime === undefined ? "open or not known" : "ended";
}

function readIndex(experimentDir: string, files: SmallFiles): Entries {
  const entries: Entries = new Map();
  const experimentUri = pathToFileURL(experimentDir).href;
  const lines = indexLines(join(experimentDir, FILE));
  for (const line of lines) {
    const parsed = parseLine(line, experimentUri);
    if (parsed) entries.set(parsed.name, parsed.entry);
  }
  if (lines.length > entries.size + MAX_OUTDATED_LINES) {
    const text = [...entries].map(([name, entry]) => indexLine(name, entry)).join("");
    orWithoutIndex(() => files.replace(join(experimentDir, FILE), text, experimentDir));
  }
  return entries;
}

/** The lines of an index. One that is a link, or too large, is not read. */
function indexLines(path: string): string[] {
  try {
    const text = readPlainFile(path, MAX_BYTES, damaged)?.toString("latin1") ?? "";
    return text.split("\n").slice(0, -1);
  } catch (cause) {
    if (damageOf(cause)) return [];
    throw cause;
  }
}

function append(experimentDir: string, lines: string): void {
  orWithoutIndex(() => appendText(experimentDir, join(experimentDir, FILE), lines));
}

/** Writes the index. A store that may only be read, or whose disk is full, is searched without it. */
function orWithoutIndex(write: () => void): void {
  try {
    write();
  } catch (cause) {
    if (!isUnwritable(cause) && !DamagedStore.is(cause)) throw cause;
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
    if (stored.info.runId !== name || !isStored(stored)) return undefined;
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
    return { name, entry: { stamp, run, isWhole: true, wasSearched: false, seen: undefined } };
  } catch {
    // An incomplete line of a killed process: its run is read from its folder instead.
    return undefined;
  }
}

/** Whether a line of somebody else's index has the types of a run. */
function isStored({ info, params, tags, inputs, outputs, latestMetrics }: StoredRun): boolean {
  const texts = [info.runName, info.experimentId, info.userId, info.status, info.lifecycleStage];
  const values = [...texts, ...Object.values(params), ...Object.values(tags)];
  const isEnded = info.endTime === undefined || typeof info.endTime === "number";
  return (
    values.every(isText) &&
    typeof info.startTime === "number" &&
    isEnded &&
    inputs.every(isDataset) &&
    outputs.every(({ modelId, step }) => isText(modelId) && typeof step === "number") &&
    latestMetrics.every(isMetric)
  );
}

function isDataset({ name, digest, sourceType, source, schema, profile, tags }: RunDataset): boolean {
  const texts = [name, digest, sourceType, source, ...Object.values(tags)];
  return texts.every(isText) && [schema, profile].every((value) => value === undefined || isText(value));
}

function isMetric([key, value, timestamp, step]: StoredRun["latestMetrics"][number]): boolean {
  return isText(key) && isText(value) && typeof timestamp === "number" && typeof step === "number";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

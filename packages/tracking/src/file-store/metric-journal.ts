import { randomUUID } from "node:crypto";
import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { assertNoLink, createDeepFolderNow, fileFailure, syncFolderNow } from "@imdb/runtime/files";
import { keyProblem } from "../entities/names.js";
import type { Metric } from "../entities/run.js";
import { KeyClash } from "../errors.js";
import { damaged } from "./damage.js";
import { entriesOf, keysBelow, LAYOUT, notPlain, statOf } from "./layout.js";
import { metricLine, parseMetricLine } from "./metric-line.js";
import { eachLine, eachLineWithEnd } from "./read-lines.js";
import type { Durability } from "./small-file.js";

/** The journal of one writer for a run. */
export type MetricJournal = ReturnType<typeof openJournal>;

/**
 * Opens a journal for a run: a file that this writer alone appends to, one line per record, `timestamp value step key`.
 * The file is created with the first record. A call returns when the whole line is with the operating system, so a
 * killed process loses no record of a call that returned. What it was writing when it was killed is a last line without
 * a line end, which readers ignore. No writer changes the file of another, so no other process can damage a record.
 */
export function openJournal(runDir: string, runId: string, durability: Durability) {
  const folder = join(runDir, LAYOUT.journal);
  const keys = new Set<string>();
  let path = folder;
  let file: number | undefined;
  let size = 0;

  function open(): number {
    assertNoLink(runDir, folder, damaged);
    createDeepFolderNow(folder);
    path = join(folder, `${nextNumber(folder)}-${randomUUID()}.log`);
    const opened = openSync(path, "ax");
    if (durability === "power") {
      syncFolderNow(runDir);
      syncFolderNow(folder);
    }
    return opened;
  }

  function write(bytes: Buffer): void {
    file ??= open();
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      if (durability === "power") fdatasyncSync(file);
      size += bytes.length;
    } catch (cause) {
      // A full disk may hold half of it. The next record must not be appended to half a line.
      ftruncateSync(file, size);
      throw cause;
    }
  }

  return {
    append(metrics: readonly Metric[]): void {
      let text = "";
      for (const metric of metrics) {
        if (!keys.has(metric.key)) addKey(metric.key, keys, runDir, runId);
        text += `${metricLine(metric)} ${metric.key}\n`;
      }
      try {
        write(Buffer.from(text));
      } catch (cause) {
        throw fileFailure("append to", path, cause);
      }
    },
    close(): void {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** Numbers the journals of a run, so that their names sort in the order in which they were opened. */
function nextNumber(folder: string): string {
  const numbers = entriesOf(folder).map(({ name }) => Number(/^(\d{6})-/.exec(name)?.[1] ?? 0));
  return String(Math.max(0, ...numbers) + 1).padStart(6, "0");
}

/** The path and the size of each journal of a run, in the order in which they were opened. @throws `DAMAGED_TRACKING_STORE` for one that is no plain file. */
export function journalSizes(runDir: string): Map<string, number> {
  const folder = join(runDir, LAYOUT.journal);
  const sizes = new Map<string, number>();
  for (const entry of entriesOf(folder).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.name.endsWith(".log")) continue;
    const path = join(folder, entry.name);
    if (!entry.isFile()) throw notPlain(path, entry);
    sizes.set(path, statOf(path)?.size ?? 0);
  }
  return sizes;
}

/**
 * Calls `visit` for every complete record of a run's journals: one journal after the other, in the order written. A line
 * with a key that cannot be logged is no record: the key becomes a path when the journals are merged.
 */
export function readJournals(runDir: string, visit: (metric: Metric) => void): void {
  const parse = recordParser();
  for (const path of journalSizes(runDir).keys()) {
    eachLine(path, (line) => {
      const metric = parse(line);
      if (metric) visit(metric);
    });
  }
}

/**
 * Calls `visit` for every complete record of one journal from a byte on.
 *
 * @param start  The first byte of a record.
 * @param visit  Gets the record, and the position of the byte after it.
 */
export function readJournalFrom(
  path: string,
  start: number,
  visit: (metric: Metric, end: number) => void,
): void {
  const parse = recordParser();
  eachLineWithEnd(path, start, (line, end) => {
    const metric = parse(line);
    if (metric) visit(metric, end);
  });
}

/** Makes a function that reads a line of a journal. It checks each key once. */
function recordParser(): (line: string) => Metric | undefined {
  const keys = new Set<string>();
  let last: string | undefined;
  return (line) => {
    const value = line.indexOf(" ");
    const step = line.indexOf(" ", value + 1);
    const end = line.indexOf(" ", step + 1);
    if (value < 0 || step < 0 || end < 0) return undefined;
    const key = line.slice(end + 1);
    // Most lines have the key of the line before, and comparing it is cheaper than looking it up.
    if (key !== last && !keys.has(key)) {
      if (keyProblem(key) !== undefined) return undefined;
      keys.add(key);
    }
    last = key;
    return parseMetricLine(key, line.slice(0, end));
  };
}

/** Adds a key. @throws `TRACKED_KEY_CLASH` when a known key would be a folder of its file, or its file a folder. */
function addKey(key: string, keys: Set<string>, runDir: string, runId: string): void {
  if (keys.size === 0) for (const other of keysBelow(join(runDir, LAYOUT.metrics))) keys.add(other);
  for (const other of keys) {
    if (other.startsWith(`${key}/`) || key.startsWith(`${other}/`)) {
      throw KeyClash.create({ runId, key, other });
    }
  }
  keys.add(key);
}

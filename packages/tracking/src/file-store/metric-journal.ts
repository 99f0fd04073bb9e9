import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import type { Metric } from "../entities/run.js";
import { KeyClash } from "../errors.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { metricLine, parseMetricLine } from "./metric-line.js";
import { type Durability, syncFolder } from "./small-file.js";

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
  const path = join(folder, `${randomUUID()}.log`);
  const keys = new Set<string>();
  let file: number | undefined;
  let size = 0;

  function open(): number {
    mkdirSync(folder, { recursive: true });
    const opened = openSync(path, "ax");
    if (durability === "power") {
      syncFolder(runDir);
      syncFolder(folder);
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

/** The path and the size of each journal of a run. */
export function journalSizes(runDir: string): Map<string, number> {
  const folder = join(runDir, LAYOUT.journal);
  const sizes = new Map<string, number>();
  if (!existsSync(folder)) return sizes;
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith(".log")) sizes.set(join(folder, name), statSync(join(folder, name)).size);
  }
  return sizes;
}

/** Calls `visit` for every complete record of a run's journals: one journal after the other, in the order written. */
export function readJournals(runDir: string, visit: (metric: Metric) => void): void {
  for (const path of journalSizes(runDir).keys()) {
    eachLine(readFileSync(path, "utf8"), (line) => {
      const metric = parseRecord(line);
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
  let end = start;
  eachLine(textFrom(path, start), (line) => {
    end += Buffer.byteLength(line) + 1;
    const metric = parseRecord(line);
    if (metric) visit(metric, end);
  });
}

function textFrom(path: string, start: number): string {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - start));
    let filled = 0;
    for (let read = -1; read !== 0 && filled < bytes.length; filled += read) {
      read = readSync(file, bytes, filled, bytes.length - filled, start + filled);
    }
    return bytes.toString("utf8", 0, filled);
  } finally {
    closeSync(file);
  }
}

function eachLine(text: string, visit: (line: string) => void): void {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    visit(text.slice(start, end));
    start = end + 1;
  }
}

function parseRecord(line: string): Metric | undefined {
  const value = line.indexOf(" ");
  const step = line.indexOf(" ", value + 1);
  const key = line.indexOf(" ", step + 1);
  if (value < 0 || step < 0 || key < 0) return undefined;
  return parseMetricLine(line.slice(key + 1), line.slice(0, key));
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

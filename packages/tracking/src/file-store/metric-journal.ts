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

/**
 * Opens the journal of this writer for a run: a file that this writer alone appends to, a line a record,
 * `timestamp value step key`; it is made with the first record. A record is acknowledged when its whole line is with
 * the operating system, so a killed process loses none; what it was writing at that moment is a last line without an
 * end, which readers leave out. Writers never touch each other's files, so no record can be torn by another process.
 */
export function openJournal(runDir: string, runId: string, durability: Durability) {
  const folder = join(runDir, LAYOUT.journal);
  const path = join(folder, `${randomUUID()}.log`);
  const known = new Set<string>();
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
      // A full disk may have taken half of it; nothing may ever follow half a line.
      ftruncateSync(file, size);
      throw cause;
    }
  }

  return {
    append(metrics: readonly Metric[]): void {
      let text = "";
      for (const metric of metrics) {
        if (!known.has(metric.key)) learn(metric.key, known, runDir, runId);
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

/** The journals of a run with their sizes: what there is to read, and whether there is more than before. */
export function journalSizes(runDir: string): Map<string, number> {
  const folder = join(runDir, LAYOUT.journal);
  const sizes = new Map<string, number>();
  if (!existsSync(folder)) return sizes;
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith(".log")) sizes.set(join(folder, name), statSync(join(folder, name)).size);
  }
  return sizes;
}

/** Calls `visit` for every whole record of the run's journals, writer by writer, in the order written. */
export function readJournals(runDir: string, visit: (metric: Metric) => void): void {
  for (const path of journalSizes(runDir).keys()) {
    eachLine(readFileSync(path, "utf8"), (line) => {
      const metric = parseRecord(line);
      if (metric) visit(metric);
    });
  }
}

/**
 * Calls `visit` for every whole record of one journal from byte `start` on, which is the beginning of a record.
 *
 * @param visit  Gets the record, and the byte behind it.
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

/** Notes a key, unless it and a key already there would be file and folder of each other. */
function learn(key: string, known: Set<string>, runDir: string, runId: string): void {
  if (known.size === 0) for (const other of keysBelow(join(runDir, LAYOUT.metrics))) known.add(other);
  for (const other of known) {
    if (other.startsWith(`${key}/`) || key.startsWith(`${other}/`)) {
      throw KeyClash.create({ runId, key, other });
    }
  }
  known.add(key);
}

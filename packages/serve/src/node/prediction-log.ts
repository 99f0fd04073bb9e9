import { createHash } from "node:crypto";
import { type FileHandle, rename, rm } from "node:fs/promises";
import type { PredictionRecord } from "@imdb/core";
import { having, integer, oneOf, optional, optionsOf, type Resolved, text, within } from "@imdb/core/options";
import { absolutePath, fileFailure, ignoreMissing, syncFileData } from "@imdb/runtime/files";
import { type Counter, createMetrics, type Metrics } from "@imdb/runtime/telemetry";
import type { PredictionSink } from "../service/prediction-sink.js";
import { openLog } from "./open-log.js";

/** Options of {@link createPredictionLog}. */
export interface PredictionLogOptions {
  /** The file that is written; older ones lie beside it as `<path>.1` (the newest), `<path>.2` … */
  readonly path: string;
  /**
   * `"queued"` (default): answers do not wait; a crash loses the records in the queue, at most `queueSize`.
   * `"written"`: an answer waits until the operating system has its records: a crash of the process loses no answered
   * prediction. `"synced"`: an answer waits until its records are on the disk: a power failure loses none either.
   */
  readonly acknowledge?: "queued" | "written" | "synced" | undefined;
  /** `"keep"` (default); `"hash"`: SHA-256 in place of the text; `"redact"`: no text. */
  readonly text?: "keep" | "hash" | "redact" | undefined;
  /** The share of the predictions that is recorded, from 0 to 1, chosen by their ids. Default 1. */
  readonly sample?: number | undefined;
  /**
   * The largest number of records that wait for the disk. With `"queued"` further ones are dropped and counted, else
   * the answer waits. Default 10,000.
   */
  readonly queueSize?: number | undefined;
  /** Size in bytes at which the file is rotated. Default 128 MiB. */
  readonly maxBytes?: number | undefined;
  /** Number of rotated files that are kept. Default 10. */
  readonly maxFiles?: number | undefined;
  /** Counts written and dropped records and failures. */
  readonly metrics?: Metrics | undefined;
}

const predictionLogOptions = optionsOf<PredictionLogOptions, "metrics">({
  path: text,
  acknowledge: ["queued", oneOf("queued", "written", "synced")],
  text: ["keep", oneOf("keep", "hash", "redact")],
  sample: [1, within(0, 1)],
  queueSize: [10_000, integer(1)],
  maxBytes: [128 << 20, integer(1, Number.MAX_SAFE_INTEGER)],
  maxFiles: [10, integer(0)],
  metrics: optional(having<Metrics>("metrics", "counter")),
});

/** A prediction log on disk. */
export interface PredictionLog extends PredictionSink {
  /** Resolves when all records passed so far are written. Rejects with the `FILE_FAILURE` that prevents it. */
  flush(): Promise<void>;
  /** Flushes and closes. */
  close(): Promise<void>;
}

/** An open log. */
interface LogState {
  readonly options: Resolved<PredictionLogOptions, "metrics">;
  readonly outcomes: Counter;
  /** `undefined` after a rotation that failed: the next write opens it. */
  file: FileHandle | undefined;
  /** Bytes of whole records in the file. */
  size: number;
  /** Lines that wait for the disk. */
  queue: string[];
  /** While lines are being written. */
  writing: Promise<void> | undefined;
}

/**
 * Opens a JSONL prediction log: one `PredictionRecord` a line, written in groups, rotated by size. An incomplete line
 * that a crash left at the end is removed when the log is opened again.
 *
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function createPredictionLog(given: PredictionLogOptions): Promise<PredictionLog> {
  const resolved = predictionLogOptions.resolve(given, "createPredictionLog");
  const options = { ...resolved, path: absolutePath(resolved.path) };
  const { metrics = createMetrics() } = options;
  const name = "imdb_serve_prediction_log_records_total";
  const outcomes = metrics.counter(name, "Records by what became of them.", ["outcome"]);
  const depth = metrics.gauge("imdb_serve_prediction_log_queue", "Records that wait for the disk.");
  const log: LogState = { options, outcomes, file: undefined, size: 0, queue: [], writing: undefined };
  await openFile(log);
  metrics.beforeRead(() => depth.set([], log.queue.length));
  return {
    write: (records) => writeRecords(log, records),
    flush: () => writeQueue(log),
    async close() {
      try {
        await writeQueue(log);
      } finally {
        await log.file?.close();
      }
    },
  };
}

async function openFile(log: LogState): Promise<FileHandle> {
  const file = await openLog(log.options.path, namesOf(log.options));
  log.size = (await file.stat()).size;
  log.file = file;
  return file;
}

function writeRecords(log: LogState, records: readonly PredictionRecord[]): void | Promise<void> {
  const { acknowledge, sample } = log.options;
  const chosen = sample === 1 ? records : records.filter(({ id }) => unitHash(id) < sample);
  if (chosen.length === 0) return;
  return acknowledge === "queued" ? queueRecords(log, chosen) : confirmRecords(log, chosen);
}

/** Queues what the queue has capacity for; further records are dropped and counted. */
function queueRecords(log: LogState, records: readonly PredictionRecord[]): void {
  const { queueSize, text } = log.options;
  const free = Math.max(0, queueSize - log.queue.length);
  for (const record of records.slice(0, free)) log.queue.push(lineOf(record, text));
  if (records.length > free) log.outcomes.add(["dropped"], records.length - free);
  // No caller waits for the failure; the metrics count it.
  writeQueue(log).catch(() => {});
}

/** Resolves when the records are written. */
async function confirmRecords(log: LogState, records: readonly PredictionRecord[]): Promise<void> {
  const { queueSize, text } = log.options;
  while (log.queue.length >= queueSize) await writeQueue(log);
  for (const record of records) log.queue.push(lineOf(record, text));
  await writeQueue(log);
}

/** Writes the queue. One group is written while the next is collected: callers that wait share one fsync. */
function writeQueue(log: LogState): Promise<void> {
  log.writing ??= Promise.resolve()
    .then(() => writeGroups(log))
    .finally(() => {
      log.writing = undefined;
    });
  return log.writing;
}

async function writeGroups(log: LogState): Promise<void> {
  while (log.queue.length > 0) {
    const lines = log.queue;
    log.queue = [];
    try {
      await writeGroup(log, Buffer.from(lines.join("")));
      log.outcomes.add(["written"], lines.length);
    } catch (cause) {
      log.outcomes.add(["failed"], lines.length);
      throw fileFailure("write", log.options.path, cause);
    }
  }
}

/** Appends whole records, or nothing. */
async function writeGroup(log: LogState, bytes: Buffer): Promise<void> {
  const { maxBytes, acknowledge } = log.options;
  let file = log.file ?? (await openFile(log));
  if (log.size > 0 && log.size + bytes.length > maxBytes) {
    await rotate(log);
    file = await openFile(log);
  }
  try {
    await file.appendFile(bytes);
    if (acknowledge === "synced") await syncFileData(file);
    log.size += bytes.length;
  } catch (cause) {
    await removePart(log, file);
    throw cause;
  }
}

/** A full disk may hold a part of what was written. The next record must not be appended to half a line. */
async function removePart(log: LogState, file: FileHandle): Promise<void> {
  try {
    if ((await file.stat()).size > log.size) await file.truncate(log.size);
  } catch {
    // Opening it again removes an incomplete line.
    log.file = undefined;
    await file.close().catch(() => {});
  }
}

/** Closes the file, and renames `<path>` to `<path>.1`, `<path>.1` to `<path>.2` … */
async function rotate(log: LogState): Promise<void> {
  const { path, maxFiles } = log.options;
  const { file } = log;
  // Whatever fails from here on, the closed file is not written to again.
  log.file = undefined;
  await file?.close();
  await rm(`${path}.${maxFiles}`, { force: true });
  for (let n = maxFiles - 1; n >= 0; n--) {
    await rename(n === 0 ? path : `${path}.${n}`, `${path}.${n + 1}`).catch(ignoreMissing);
  }
  if (maxFiles === 0) await rm(path, { force: true });
}

/** A record that is on the disk cannot be found there without the name of its file. */
function namesOf({ acknowledge }: LogState["options"]): "synced" | "written" {
  return acknowledge === "synced" ? "synced" : "written";
}

function lineOf(record: PredictionRecord, text: "keep" | "hash" | "redact"): string {
  if (text === "keep") return `${JSON.stringify(record)}\n`;
  const hidden = text === "hash" && record.text !== null ? `sha256:${sha256(record.text)}` : null;
  return `${JSON.stringify({ ...record, text: hidden })}\n`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function unitHash(id: string): number {
  return createHash("sha256").update(id).digest().readUInt32BE(0) / 2 ** 32;
}

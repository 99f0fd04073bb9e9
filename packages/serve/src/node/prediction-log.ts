import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, truncate } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { InvalidOption, type PredictionRecord } from "@imdb/core";
import { fileFailure, ignoreMissing } from "@imdb/runtime/files";
import { createMetrics, type Metrics } from "@imdb/runtime/telemetry";
import type { PredictionSink } from "../service/prediction-sink.js";

/** How {@link createPredictionLog} writes. */
export interface PredictionLogOptions {
  /** The file that grows; older ones lie beside it as `<path>.1` (the youngest), `<path>.2` … */
  readonly path: string;
  /**
   * `"queued"` (default): answers do not wait; a crash loses what the queue holds, at most `queueSize` records.
   * `"written"`: an answer waits until its records are in the operating system's hands: a crash of the process
   * loses no answered prediction. `"synced"`: until they are on the disk: neither does a power failure.
   */
  readonly acknowledge?: "queued" | "written" | "synced" | undefined;
  /** `"keep"` (default); `"hash"`: SHA-256 in place of the text; `"redact"`: none. */
  readonly text?: "keep" | "hash" | "redact" | undefined;
  /** The part of the predictions that is recorded, from 0 to 1, chosen by their ids. Default 1. */
  readonly sample?: number | undefined;
  /** Records that may wait for the disk; more are dropped and counted (`"queued"`), or waited for. Default 10,000. */
  readonly queueSize?: number | undefined;
  /** Size at which the file is put aside. Default 128 MiB. */
  readonly maxBytes?: number | undefined;
  /** Files kept aside. Default 10. */
  readonly maxFiles?: number | undefined;
  /** Counts written and dropped records and failures. */
  readonly metrics?: Metrics | undefined;
}

/** A prediction log on disk. */
export interface PredictionLog extends PredictionSink {
  /** Resolves when everything handed over so far is written. Rejects with the `FILE_FAILURE` that prevents it. */
  flush(): Promise<void>;
  /** Flushes and closes. */
  close(): Promise<void>;
}

/**
 * Opens a JSONL prediction log: one `PredictionRecord` a line, written in groups, rotated by size. A half line
 * that a crash left at the end is cut off when the log is opened again.
 *
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
// Over 80 lines: the steps of one queue, which share the open file, its size and the lines that wait.
export async function createPredictionLog(options: PredictionLogOptions): Promise<PredictionLog> {
  const { path, acknowledge = "queued", text = "keep", sample = 1 } = options;
  const { queueSize = 10_000, maxBytes = 128 << 20, maxFiles = 10, metrics = createMetrics() } = options;
  if (!(sample >= 0 && sample <= 1)) {
    throw InvalidOption.create({ option: "sample", value: sample, expected: "a number from 0 to 1" });
  }
  const outcomes = metrics.counter(
    "imdb_serve_prediction_log_records_total",
    "Records by what became of them.",
    ["outcome"],
  );
  const depth = metrics.gauge("imdb_serve_prediction_log_queue", "Records that wait for the disk.");
  let file = await openLog(path);
  let size = (await file.stat()).size;
  let queue: string[] = [];
  let writing: Promise<void> | undefined;
  metrics.beforeRead(() => depth.set([], queue.length));

  async function rotate(): Promise<void> {
    await file.close();
    await rm(`${path}.${maxFiles}`, { force: true });
    for (let n = maxFiles - 1; n >= 0; n--) {
      await rename(n === 0 ? path : `${path}.${n}`, `${path}.${n + 1}`).catch(ignoreMissing);
    }
    if (maxFiles === 0) await rm(path, { force: true });
    file = await openLog(path);
    size = 0;
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const lines = queue;
      queue = [];
      const bytes = Buffer.from(lines.join(""));
      try {
        if (size > 0 && size + bytes.length > maxBytes) await rotate();
        await file.appendFile(bytes);
        if (acknowledge === "synced") await file.datasync();
        size += bytes.length;
        outcomes.add(["written"], lines.length);
      } catch (cause) {
        outcomes.add(["failed"], lines.length);
        throw fileFailure("write", path, cause);
      }
    }
  }

  /** One group is written while the next gathers: waiting callers share their fsync. */
  function work(): Promise<void> {
    writing ??= Promise.resolve()
      .then(drain)
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }

  function write(records: readonly PredictionRecord[]): void | Promise<void> {
    const chosen = sample === 1 ? records : records.filter(({ id }) => unitHash(id) < sample);
    if (chosen.length === 0) return;
    if (acknowledge === "queued") {
      const room = Math.max(0, queueSize - queue.length);
      for (const record of chosen.slice(0, room)) queue.push(line(record, text));
      if (chosen.length > room) outcomes.add(["dropped"], chosen.length - room);
      // The failure is counted; there is nobody here to hear of it.
      work().catch(() => {});
      return;
    }
    return confirm(chosen);
  }

  async function confirm(records: readonly PredictionRecord[]): Promise<void> {
    while (queue.length >= queueSize) await work();
    for (const record of records) queue.push(line(record, text));
    await work();
  }

  return {
    write,
    async flush() {
      await work();
    },
    async close() {
      try {
        await work();
      } finally {
        await file.close();
      }
    },
  };
}

function line(record: PredictionRecord, text: "keep" | "hash" | "redact"): string {
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

async function openLog(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const siblings = await readdir(dirname(path));
    if (siblings.includes(basename(path))) await cutHalfLine(path);
    return await open(path, "a");
  } catch (cause) {
    throw fileFailure("open", path, cause);
  }
}

/** Cuts what stands behind the last line break: a crash may have left half a record there. */
async function cutHalfLine(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const chunk = Buffer.alloc(64 << 10);
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - chunk.length);
      const { bytesRead } = await file.read(chunk, 0, end - start, start);
      const newline = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (newline >= 0 || start === 0) {
        const whole = newline < 0 ? 0 : start + newline + 1;
        if (whole < size) await truncate(path, whole);
        return;
      }
      end = start;
    }
  } finally {
    await file.close();
  }
}

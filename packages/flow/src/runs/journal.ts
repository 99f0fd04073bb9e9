import { createReadStream, fstatSync } from "node:fs";
import {
  fileFailure,
  openPlainFile,
  openPlainHandle,
  type PlainHandle,
  plainFileProblem,
  syncFile,
} from "@imdb/runtime/files";
import { eventSchema, type FlowEvent } from "../contracts/events.js";
import { lineSplitter } from "./line-splitter.js";

/** A file of events, one JSON line each. */
export interface Journal {
  append(event: FlowEvent): void;
  /** Writes the remaining events, syncs and closes. Throws `FILE_FAILURE` when anything could not be written. */
  close(): Promise<void>;
}

/** How long events are collected before they are written together. */
const DELAY_MS = 100;

/** The limits of a journal and of one of its lines, in bytes. */
const MAX_BYTES = 2 ** 30;
const MAX_LINE_BYTES = 2 ** 24;

/** The bytes that are read at once. */
const BLOCK = 2 ** 18;

/**
 * Opens a journal for appending. A line that a crash cut off is ended, so that the next one is complete.
 *
 * @param check  Called before each write; nothing is written when it throws.
 * @throws `FILE_FAILURE`, also for a link, a pipe or a device.
 */
export async function openJournal(path: string, check: () => void): Promise<Journal> {
  const opened = await openPlainHandle(path, "read and append");
  const file = opened.handle;
  let buffer = (await endsMidLine(opened)) ? "\n" : "";
  let failure: unknown;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  /** Never rejects: `close` throws the failure. */
  function flush(): Promise<void> {
    timer = undefined;
    const text = buffer;
    buffer = "";
    writing = writing
      .then(() => {
        if (text === "") return undefined;
        check();
        return file.appendFile(text);
      })
      .catch((error) => {
        failure ??= error;
      });
    return writing;
  }

  return {
    append(event) {
      buffer += `${lineOf(event)}\n`;
      timer ??= setTimeout(flush, DELAY_MS);
    },
    async close() {
      clearTimeout(timer);
      await flush();
      try {
        if (failure !== undefined) throw failure;
        await syncFile(file);
      } catch (error) {
        throw fileFailure("write", path, error);
      } finally {
        await file.close();
      }
    },
  };
}

/** The JSON of an event. One that JSON does not have, or that is too long, becomes a line of the log. */
function lineOf(event: FlowEvent): string {
  try {
    const line = JSON.stringify(event);
    const bytes = Buffer.byteLength(line);
    if (bytes > MAX_LINE_BYTES) throw new Error(`its line has ${bytes} bytes, over ${MAX_LINE_BYTES}`);
    return line;
  } catch (error) {
    const { type, time, runId } = event;
    const message = `an event of the type ${type} cannot be kept: ${String(error)}`;
    return JSON.stringify({ type: "log", time, runId, level: "error", message } satisfies FlowEvent);
  }
}

/**
 * The events of a journal, in order. Lines that are not events (cut off by a crash) are skipped. A missing file has none.
 *
 * @throws `FILE_FAILURE`, also for a link, a pipe or a device, for a file of over 1 GiB and for a line of over 16 MiB.
 */
export async function* readJournal(path: string): AsyncIterable<FlowEvent> {
  const fd = openPlainFile(path, "read");
  if (fd === undefined) return;
  const stream = createReadStream(path, { fd, highWaterMark: BLOCK });
  try {
    const problem = plainFileProblem(fstatSync(fd), MAX_BYTES);
    if (problem !== undefined) throw new Error(problem);
    const lines = lineSplitter(MAX_LINE_BYTES);
    for await (const block of stream) yield* eventsOf(lines.split(block));
    yield* eventsOf([lines.rest()]);
  } catch (error) {
    throw fileFailure("read", path, error);
  } finally {
    stream.destroy();
  }
}

function* eventsOf(lines: readonly string[]): Iterable<FlowEvent> {
  for (const line of lines) {
    const event = line === "" ? undefined : parseEvent(line);
    if (event) yield event;
  }
}

async function endsMidLine({ handle, found: { size } }: PlainHandle): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

function parseEvent(line: string): FlowEvent | undefined {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

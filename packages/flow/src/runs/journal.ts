import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileFailure } from "@imdb/runtime/files";
import { eventSchema, type FlowEvent } from "../contracts/events.js";

/** Writes events to a file, a JSON line each. */
export interface Journal {
  append(event: FlowEvent): void;
  /** Writes what is left, syncs and closes. Throws `FILE_FAILURE` when anything could not be written. */
  close(): Promise<void>;
}

/** How long events may wait to be written together. */
const DELAY_MS = 100;

/** Opens a journal to append to. A line that a crash cut off is closed, so that the next one is whole. */
export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, "a+").catch((error) => {
    throw fileFailure("open", path, error);
  });
  let buffer = (await endsMidLine(file)) ? "\n" : "";
  let failure: unknown;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    timer = undefined;
    const text = buffer;
    buffer = "";
    writing = writing
      .then(() => (text === "" ? undefined : file.appendFile(text)))
      .catch((error) => {
        failure ??= error;
      });
    return writing;
  }

  return {
    append(event) {
      buffer += `${JSON.stringify(event)}\n`;
      timer ??= setTimeout(flush, DELAY_MS);
    },
    async close() {
      clearTimeout(timer);
      await flush();
      try {
        if (failure !== undefined) throw failure;
        await file.sync();
      } catch (error) {
        throw fileFailure("write", path, error);
      } finally {
        await file.close();
      }
    },
  };
}

/** The events of a journal, in order. Lines that are none (cut off by a crash) are passed over. */
export async function* readJournal(path: string): AsyncIterable<FlowEvent> {
  const stream = createReadStream(path, "utf8");
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const event = line === "" ? undefined : parseEvent(line);
      if (event) yield event;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw fileFailure("read", path, error);
  } finally {
    stream.destroy();
  }
}

async function endsMidLine(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

function parseEvent(line: string): FlowEvent | undefined {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

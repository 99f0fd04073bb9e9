import { randomBytes } from "node:crypto";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createParquetWriter, openParquet } from "./index.js";

let folder: string;
const rejected: unknown[] = [];
const onRejected = (reason: unknown) => void rejected.push(reason);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parquet-reads-"));
  process.on("unhandledRejection", onRejected);
});
afterEach(async () => {
  process.off("unhandledRejection", onRejected);
  await rm(folder, { recursive: true });
});

/** The object that has the methods of every file handle. */
async function handleMethods(): Promise<FileHandle> {
  const handle = await open(folder, "r");
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

// Of R07's kind: the disk fails while the parser has asked for several columns at once and waits for the first.
test("a disk that fails at any read of a Parquet file is one typed error, and rejects nothing else", async () => {
  const path = join(folder, "wide.parquet");
  const columns = ["a", "b", "c", "d"].map((name) => ({ name, type: "text" as const }));
  const writer = await createParquetWriter(path, columns, { groupRows: 100, createdBy: "test" });
  // The parser joins what it reads of columns that have less than 2 MB together.
  writer.write(Array.from({ length: 30 }, () => columns.map(() => randomBytes(60_000).toString("base64"))));
  await writer.finish();

  const methods = await handleMethods();
  const { read } = methods;
  /** Reads the file with a disk that fails after `sound` reads. Returns the error; undefined when it does not fail. */
  async function withFaultAfter(sound: number): Promise<{ code?: string } | undefined> {
    let reads = 0;
    methods.read = function (this: FileHandle, ...args: unknown[]) {
      // The reads before it are slow, so that the parser still waits for them.
      if (reads++ < sound) return sleep(20).then(() => Reflect.apply(read, this, args));
      return Promise.reject(Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" }));
    } as FileHandle["read"];
    try {
      const file = await openParquet(path);
      try {
        for await (const _ of file.groups());
      } finally {
        await file.close();
      }
      return undefined;
    } catch (error) {
      return error as { code?: string };
    } finally {
      methods.read = read;
    }
  }

  let sound = 0;
  for (; ; sound++) {
    const error = await withFaultAfter(sound);
    // A rejection that nobody handles is told after the microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    if (error === undefined) break;
    expect(error, `after ${sound} reads`).toMatchObject({ code: "UNREADABLE_FILE" });
  }
  expect(sound).toBeGreaterThan(8);
  expect(rejected).toEqual([]);
});

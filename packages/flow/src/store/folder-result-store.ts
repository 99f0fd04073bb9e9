import { randomUUID } from "node:crypto";
import { renameSync, statSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { checkKey } from "./key.js";
import type { ResultStore } from "./result-store.js";

const SUFFIX = ".result";

/**
 * Up to this many bytes are written at once, in the calling thread: that takes less than the four trips to the
 * thread pool do, and a task over a queue waits for them.
 */
const SMALL = 65_536;

/**
 * A result store in a folder, which several processes and, over a network file system, several machines may
 * share. The result of key `ab12…` is the file `ab/ab12….result`.
 *
 * Files appear whole, by rename. They are not synced to disk one by one, since each carries its checksum: a
 * result that a power cut damages is found out and computed again.
 *
 * @param folder  Made when missing.
 * @throws `FILE_FAILURE` from every method when the folder cannot be used.
 * @example
 * const store = folderResultStore("results"); // give it to runs: flow.run(input, { store })
 */
export function folderResultStore(folder: string): ResultStore {
  const fileOf = (key: string) => join(folder, checkKey(key).slice(0, 2), `${key}${SUFFIX}`);

  async function set(key: string, bytes: Uint8Array): Promise<void> {
    const path = fileOf(key);
    const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
    try {
      await writeNew(temporary, bytes);
      renameSync(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true });
      throw fileFailure("write", path, cause);
    }
  }

  async function* keys(): AsyncIterable<string> {
    const names = async (path: string) => (await unlessMissing("list", path, (of) => readdir(of))) ?? [];
    for (const part of await names(folder)) {
      if (!/^[0-9a-f]{2}$/.test(part)) continue;
      for (const name of await names(join(folder, part))) {
        if (/^[0-9a-f]{64}\.result$/.test(name)) yield name.slice(0, -SUFFIX.length);
      }
    }
  }

  return {
    get: async (key) => {
      const path = fileOf(key);
      if (!exists(path)) return undefined;
      return unlessMissing<Uint8Array>("read", path, (file) => readFile(file));
    },
    set,
    has: async (key) => exists(fileOf(key)),
    delete: async (key) => {
      await unlessMissing("delete", fileOf(key), rm);
    },
    keys,
  };
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const write = bytes.length <= SMALL ? writeFileSync : writeFile;
  try {
    await write(path, bytes, { flag: "wx" });
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    await write(path, bytes, { flag: "wx" });
  }
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}

async function unlessMissing<T>(
  action: string,
  path: string,
  use: (path: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await use(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw fileFailure(action, path, error);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

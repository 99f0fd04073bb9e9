import { randomUUID } from "node:crypto";
import { lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkOption } from "@imdb/core/options";
import {
  createDeepFolder,
  errorCode,
  fileFailure,
  linkNew,
  orUndefinedIfMissing,
  readPlainBytes,
} from "@imdb/runtime/files";
import { nonEmptyText } from "../contracts/rules.js";
import { DamagedResult } from "../errors.js";
import { checkKey } from "./key.js";
import type { ResultStore } from "./result-store.js";

const SUFFIX = ".result";

/**
 * Results of at most this many bytes are written at once, in the calling thread: that takes less time than the four
 * calls of the thread pool, and a task over a queue waits for the write.
 */
const SMALL = 65_536;

/**
 * A result store in a folder, which several processes and, over a network file system, several machines may
 * share. The result of key `ab12…` is the file `ab/ab12….result`.
 *
 * Files are written atomically: of several writers of a key, the file of the first one stays. They are not synced to disk one by one, since each has its checksum: a
 * result that a power cut damages is detected and computed again.
 *
 * @param folder  Created when missing.
 * @throws `INVALID_OPTION`; `DAMAGED_RESULT` from `get` for a link, a pipe or a device, which a flow computes again;
 *         `FILE_FAILURE` from every method when the folder cannot be used.
 * @example
 * const store = folderResultStore("results"); // for runs: flow.run(input, { store })
 */
export function folderResultStore(folder: string): ResultStore {
  checkOption("folder", folder, nonEmptyText, "folderResultStore");
  const fileOf = (key: string) => join(folder, checkKey(key).slice(0, 2), `${key}${SUFFIX}`);
  return {
    get: async (key) => {
      const path = fileOf(key);
      if (!exists(path)) return undefined;
      const refuse = (_: string, problem: string) => DamagedResult.create({ key, problem });
      return orUndefinedIfMissing<Uint8Array>(readPlainBytes(path, { refuse }), "read", path);
    },
    set: async (key, bytes) => writeResult(fileOf(key), bytes),
    has: async (key) => exists(fileOf(key)),
    delete: async (key) => {
      const path = fileOf(key);
      await orUndefinedIfMissing(rm(path), "delete", path);
    },
    keys: () => keysIn(folder),
  };
}

async function writeResult(path: string, bytes: Uint8Array): Promise<"written" | "kept"> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeNew(temporary, bytes);
    const made = linkNew(temporary, path);
    if (made === "taken" || (made === "no links" && exists(path))) return "kept";
    if (made === "no links") renameSync(temporary, path);
    return "written";
  } catch (cause) {
    throw fileFailure("write", path, cause);
  } finally {
    rmSync(temporary, { force: true });
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const write = bytes.length <= SMALL ? writeFileSync : writeFile;
  try {
    await write(path, bytes, { flag: "wx" });
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    await createDeepFolder(dirname(path));
    await write(path, bytes, { flag: "wx" });
  }
}

async function* keysIn(folder: string): AsyncIterable<string> {
  const namesIn = async (path: string) => (await orUndefinedIfMissing(readdir(path), "list", path)) ?? [];
  for (const part of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue;
    for (const name of await namesIn(join(folder, part))) {
      if (/^[0-9a-f]{64}\.result$/.test(name)) yield name.slice(0, -SUFFIX.length);
    }
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}

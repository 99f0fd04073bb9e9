import { randomUUID } from "node:crypto";
import { lstatSync, renameSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkOption } from "@imdb/core/options";
import {
  absolutePath,
  createDeepFolder,
  errorCode,
  fileFailure,
  folderBelow,
  linkNew,
  orUndefinedIfMissing,
  readPlainBytes,
} from "@imdb/runtime/files";
import { nonEmptyText } from "../contracts/rules.js";
import { DamagedResult } from "../errors.js";
import { checkKey } from "./key.js";
import { MAX_RESULT_BYTES, type ResultStore } from "./result-store.js";

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
 * @param given  The path of the folder. Created when missing.
 * `delete` sets a folder in the place of a result aside, and what is in the place of the folder `ab`: it gets another name,
 * that ends in `.damaged`.
 *
 * @throws `INVALID_OPTION`; `DAMAGED_RESULT` from `get` for what is no plain file, such as a link, a pipe or a folder, for
 *         one of over 1 GiB, and where `ab` is no folder: a flow computes it again; `FILE_FAILURE` from every method when the folder cannot be used.
 * @example
 * const store = folderResultStore("results"); // for runs: flow.run(input, { store })
 */
export function folderResultStore(given: string): ResultStore {
  const folder = absolutePath(checkOption("folder", given, nonEmptyText, "folderResultStore"));
  const partOf = (key: string) => join(folder, checkKey(key).slice(0, 2));
  const fileOf = (key: string) => join(partOf(key), `${key}${SUFFIX}`);
  return {
    get: async (key) => readResult(key, partOf(key), fileOf(key)),
    set: async (key, bytes) => {
      folderBelow(folder, [key.slice(0, 2)]);
      return writeResult(fileOf(key), bytes);
    },
    has: async (key) => partProblem(partOf(key)) === undefined && exists(fileOf(key)),
    delete: async (key) => deleteResult(partOf(key), fileOf(key)),
    keys: () => keysIn(folder),
  };
}

async function readResult(key: string, part: string, path: string): Promise<Uint8Array | undefined> {
  const refuse = (_: string, problem: string) => DamagedResult.create({ key, problem });
  const problem = partProblem(part);
  if (problem !== undefined) throw refuse(part, problem);
  if (!exists(path)) return undefined;
  return orUndefinedIfMissing(readPlainBytes(path, { limit: MAX_RESULT_BYTES, refuse }), "read", path);
}

async function deleteResult(part: string, path: string): Promise<void> {
  if (partProblem(part) !== undefined) setAside(part);
  else if (statOf(path)?.isDirectory()) setAside(path);
  else await orUndefinedIfMissing(rm(path), "delete", path);
}

/** Gives what is in the place of a result another name: it is not ours, and may be large. */
function setAside(path: string): void {
  try {
    renameSync(path, `${path}.${randomUUID().slice(0, 8)}.damaged`);
  } catch (cause) {
    if (errorCode(cause) !== "ENOENT") throw fileFailure("move", path, cause);
  }
}

/** Why results cannot be in the place of a folder; `undefined` where they can, also where it is missing. */
function partProblem(part: string): string | undefined {
  const found = statOf(part);
  if (found === undefined || found.isDirectory()) return undefined;
  return `${part} is ${found.isSymbolicLink() ? "a symbolic link" : "not a folder"}`;
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
  const entriesOf = async (path: string) =>
    (await orUndefinedIfMissing(readdir(path, { withFileTypes: true }), "list", path)) ?? [];
  for (const part of await entriesOf(folder)) {
    if (!part.isDirectory() || !/^[0-9a-f]{2}$/.test(part.name)) continue;
    for (const { name } of await entriesOf(join(folder, part.name))) {
      if (/^[0-9a-f]{64}\.result$/.test(name)) yield name.slice(0, -SUFFIX.length);
    }
  }
}

function exists(path: string): boolean {
  return statOf(path) !== undefined;
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}

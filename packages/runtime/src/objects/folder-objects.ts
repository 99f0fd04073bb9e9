import { readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ImdbError, throwIfCancelled } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { ObjectStoreFailure } from "../errors.js";
import { absolutePath } from "../files/absolute-path.js";
import { writeChunksAtomic } from "../files/atomic-chunks.js";
import { errorCode, orUndefinedIfMissing } from "../files/file-failure.js";
import { linkNew } from "../files/link-new.js";
import { folderBelow } from "../files/plain-file.js";
import { openPlainHandle, statPlainFile } from "../files/plain-handle.js";
import { removeLeftovers } from "../files/remove-leftovers.js";
import {
  nonEmptyText,
  type ObjectBody,
  type ObjectStore,
  partsOfName,
  partsOfPrefix,
} from "./object-store.js";
import type { Attempted } from "./store-failure.js";

const CHUNK = 1 << 20;

/**
 * Objects in a folder, which several processes and, over a network file system, several machines may share. An object is a
 * file of its name. Files are written atomically and synced to disk; no symbolic link below the folder is followed.
 *
 * @param given  The path of the folder. Created when something is written.
 * @throws `INVALID_OPTION`
 * @example
 * const store = folderObjects("objects");
 */
export function folderObjects(given: string): ObjectStore {
  const root = absolutePath(checkOption("folder", given, nonEmptyText, "folderObjects"));
  return {
    shown: root,
    size: (name) => within({ store: root, action: "look up", object: name }, () => sizeOf(root, name)),
    read: (name, from, signal) => readFile(root, name, from, signal),
    write: (name, body, signal) =>
      within({ store: root, action: "write", object: name }, () => writeFile(root, name, body, signal)),
    create: (name, bytes, signal) =>
      within({ store: root, action: "write", object: name }, () =>
        writeFile(root, name, { size: bytes.length, open: () => once(bytes) }, signal, renameUnlessTaken),
      ),
    list: (prefix) => namesBelow(root, partsOfPrefix(prefix)),
  };
}

async function sizeOf(root: string, name: string): Promise<number | undefined> {
  const path = pathOf(root, name);
  return (await orUndefinedIfMissing(statPlainFile(path), "read", path))?.size;
}

async function* readFile(
  root: string,
  name: string,
  from: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const attempted = { store: root, action: "read", object: name } as const;
  const { handle } = await within(attempted, () => openPlainHandle(pathOf(root, name), "read"));
  try {
    for (let at = from; ; ) {
      throwIfCancelled(signal, `Reading ${name}`);
      const position = at;
      const { bytesRead, buffer } = await within(attempted, () =>
        handle.read(Buffer.allocUnsafeSlow(CHUNK), 0, CHUNK, position),
      );
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function writeFile<T>(
  root: string,
  name: string,
  body: Pick<ObjectBody, "size" | "open">,
  signal: AbortSignal | undefined,
  put?: (temporary: string, path: string) => Promise<T>,
): Promise<T> {
  const path = pathOf(root, name);
  await removeLeftovers(dirname(path));
  return writeChunksAtomic(path, announced(body, signal), put);
}

/** A content that has as many bytes as were announced. */
async function* announced(
  { size, open }: Pick<ObjectBody, "size" | "open">,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  for await (const chunk of open()) {
    throwIfCancelled(signal, "Writing an object");
    given += chunk.length;
    yield chunk;
  }
  if (given !== size) throw new Error(`its content has ${given} bytes, and ${size} were announced`);
}

async function renameUnlessTaken(temporary: string, path: string): Promise<"written" | "kept"> {
  const made = linkNew(temporary, path);
  if (made !== "no links") return made === "linked" ? "written" : "kept";
  // Without hard links two writers of the same moment both write: the last one stays.
  if ((await orUndefinedIfMissing(statPlainFile(path), "read", path)) !== undefined) return "kept";
  await rename(temporary, path);
  return "written";
}

async function* namesBelow(root: string, parts: readonly string[]): AsyncGenerator<string> {
  const object = `${parts.join("/")}/`;
  const entries = await within({ store: root, action: "list", object }, async () => {
    const path = folderBelow(root, parts);
    return orUndefinedIfMissing(readdir(path, { withFileTypes: true }), "list", path);
  });
  for (const entry of entries ?? []) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* namesBelow(root, [...parts, entry.name]);
    else if (entry.isFile()) yield `${object}${entry.name}`;
  }
}

/** The path of an object, whose folders are no links. */
function pathOf(root: string, name: string): string {
  const parts = partsOfName(name);
  return join(folderBelow(root, parts.slice(0, -1)), parts.at(-1)!);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Makes failures of the file system those of an object; a typed error of the caller's content stays as it is. */
async function within<T>(attempted: Attempted, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (ImdbError.isInstance(cause) && cause.code !== "FILE_FAILURE") throw cause;
    const code = errorCode(ImdbError.isInstance(cause) ? cause.cause : cause);
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    const problem = code === "ENOENT" ? "missing" : "final";
    throw ObjectStoreFailure.create({ ...attempted, problem, status: undefined, reason }, { cause });
  }
}

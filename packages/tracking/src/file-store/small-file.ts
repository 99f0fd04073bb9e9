import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";

/**
 * What a record survives once its call has resolved. `process`: the process is killed. `power`: the machine loses power
 * too, which costs an fsync per record and is some hundred times as slow.
 */
export type Durability = "process" | "power";

/** A writer of small files. It is synchronous: a write takes microseconds, and writes keep their order. */
export type SmallFiles = ReturnType<typeof smallFiles>;

/** Makes a writer that writes each small file completely or not at all. */
export function smallFiles(durability: Durability) {
  /** @param path  The path that the file gets later, for messages. */
  function writeTemporary(path: string, text: string, folder: string): string {
    const temporary = join(folder, `.tmp-${randomUUID()}`);
    try {
      const file = openSync(temporary, "wx");
      try {
        writeFileSync(file, text);
        if (durability === "power") fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return temporary;
    } catch (cause) {
      throw fileFailure("write", path, cause);
    }
  }

  function syncParent(path: string): void {
    if (durability === "power") syncFolder(dirname(path));
  }

  return {
    /** Writes a file, and replaces the one that is there. The temporary file is written in `folder`. */
    replace(path: string, text: string, folder: string): void {
      const from = writeTemporary(path, text, folder);
      try {
        makeParentAndRetry(path, () => renameSync(from, path));
        syncParent(path);
      } catch (cause) {
        rmSync(from, { force: true });
        throw fileFailure("write", path, cause);
      }
    },
    /** Writes a file unless one is there. Returns the text of the one that is there; `undefined` when it was written. */
    create(path: string, text: string, folder: string): string | undefined {
      const from = writeTemporary(path, text, folder);
      try {
        makeParentAndRetry(path, () => linkSync(from, path));
        syncParent(path);
        return undefined;
      } catch (cause) {
        if (hasCode(cause, "EEXIST")) return readFileSync(path, "utf8");
        throw fileFailure("write", path, cause);
      } finally {
        rmSync(from, { force: true });
      }
    },
  };
}

/** Waits until the disk has the entries of a folder. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder for fsync; it journals renames.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Does `action`; when the folder of `path` is missing, which is rare, creates the folder and does it again. */
export function makeParentAndRetry(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    if (!hasCode(cause, "ENOENT")) throw cause;
    mkdirSync(dirname(path), { recursive: true });
    action();
  }
}

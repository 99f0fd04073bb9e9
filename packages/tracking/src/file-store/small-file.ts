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
 * What a record survives once its call has resolved: the death of the process, or of the machine too (an
 * fsync each, some hundred times slower).
 */
export type Durability = "process" | "power";

/** Small files written whole or not at all. They are written synchronously: microseconds, and in order. */
export type SmallFiles = ReturnType<typeof smallFiles>;

/** Makes the writer of small files for one durability. */
export function smallFiles(durability: Durability) {
  /** @param path  Of the file it is for. */
  function temporary(path: string, text: string, folder: string): string {
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

  function settle(path: string): void {
    if (durability === "power") syncFolder(dirname(path));
  }

  return {
    /** Puts `text` under `path`, whatever was there. The temporary file stands in `folder`. */
    replace(path: string, text: string, folder: string): void {
      const from = temporary(path, text, folder);
      try {
        makeParentAndRetry(path, () => renameSync(from, path));
        settle(path);
      } catch (cause) {
        rmSync(from, { force: true });
        throw fileFailure("write", path, cause);
      }
    },
    /** Puts `text` under `path` unless a file is there; then its text is the answer, else `undefined`. */
    create(path: string, text: string, folder: string): string | undefined {
      const from = temporary(path, text, folder);
      try {
        makeParentAndRetry(path, () => linkSync(from, path));
        settle(path);
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

/** Makes the entries of a folder survive a power cut. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder for fsync; its renames are journalled.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The parent folder is nearly always there: make it only when it turns out to be missing. */
export function makeParentAndRetry(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    if (!hasCode(cause, "ENOENT")) throw cause;
    mkdirSync(dirname(path), { recursive: true });
    action();
  }
}

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

/**
 * What a record survives once its call has resolved: the death of the process, or of the machine too (an
 * fsync each, some hundred times slower).
 */
export type Durability = "process" | "power";

/** Small files written whole or not at all. They are written synchronously: microseconds, and in order. */
export interface SmallFiles {
  /** Puts `text` under `path`, whatever was there. The temporary file stands in `folder`. */
  replace(path: string, text: string, folder: string): void;
  /** Puts `text` under `path` unless a file is there; then its text is the answer, else `undefined`. */
  create(path: string, text: string, folder: string): string | undefined;
}

/** Makes the writer of small files for one durability. */
export function smallFiles(durability: Durability): SmallFiles {
  function temporary(text: string, folder: string): string {
    const path = join(folder, `.tmp-${randomUUID()}`);
    const file = openSync(path, "wx");
    try {
      writeFileSync(file, text);
      if (durability === "power") fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return path;
  }

  function settle(path: string): void {
    if (durability === "power") syncFolder(dirname(path));
  }

  return {
    replace(path, text, folder) {
      const from = guarded("write", path, () => temporary(text, folder));
      try {
        makeParentAndRetry(path, () => renameSync(from, path));
        settle(path);
      } catch (cause) {
        rmSync(from, { force: true });
        throw fileFailure("write", path, cause);
      }
    },
    create(path, text, folder) {
      const from = guarded("write", path, () => temporary(text, folder));
      try {
        makeParentAndRetry(path, () => linkSync(from, path));
        settle(path);
        return undefined;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "EEXIST") return readFileSync(path, "utf8");
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
function makeParentAndRetry(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    mkdirSync(dirname(path), { recursive: true });
    action();
  }
}

function guarded<T>(action: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw fileFailure(action, path, cause);
  }
}

import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  assertNoLink,
  createDeepFolderNow,
  fileFailure,
  makeFolderNow,
  openPlainFile,
  readPlainFile,
  syncFileNow,
  syncFolderNow,
  writerMark,
} from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";
import { damaged } from "./damage.js";
import { isFolder } from "./layout.js";

/**
 * What a record survives once its call has resolved. `process`: the process is killed. `power`: the machine loses power
 * too, which costs an fsync per record and is some hundred times as slow.
 */
export type Durability = "process" | "power";

/** A writer of small files. It is synchronous: a write takes microseconds, and writes keep their order. */
export type SmallFiles = ReturnType<typeof smallFiles>;

/** The limit of the file of a parameter, a tag or an alias, in bytes. MLflow's longest value has 100,000 characters. */
const VALUE_BYTES = 1 << 20;

/** The end of the name of something temporary: it tells who is writing it. */
export function uniqueName(): string {
  return `${writerMark()}.${randomUUID()}`;
}

/** The text of the file of a parameter, a tag or an alias; `undefined` where there is none. */
export function readValue(path: string): string | undefined {
  return readPlainFile(path, VALUE_BYTES, damaged)?.toString("utf8");
}

/**
 * Makes a writer that writes each small file completely or not at all, and that follows no link.
 *
 * @param root            The folder of the store: everything is written below it.
 * @param beforeLastStep  Called directly before each step that others see; throws when the writer may change nothing.
 */
export function smallFiles(root: string, durability: Durability, beforeLastStep: () => void = () => {}) {
  /** @param path  The path that the file gets later, for messages. */
  function writeTemporary(path: string, text: string, folder: string): string {
    const temporary = join(folder, `.tmp-${uniqueName()}`);
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
      // A full disk takes the name, and not the content.
      rmSync(temporary, { force: true });
      throw fileFailure("write", path, cause);
    }
  }

  function syncParent(path: string): void {
    if (durability === "power") syncFolderNow(dirname(path));
  }

  const makeFolder = durability === "power" ? makeFolderNow : createDeepFolderNow;

  return {
    /** To be called directly before a step that others see and that this writer does not do itself. */
    beforeLastStep,
    /** Waits until the name of a file or folder is on the disk, or its removal, where records survive a power cut. */
    syncParent,
    /** As `syncParent`, for the content of a file. */
    syncContent(path: string): void {
      if (durability === "power") syncFileNow(path);
    },
    /** Creates a folder and the missing ones above it. */
    makeFolder,
    /** Writes a file, and replaces the one that is there. The temporary file is written in `folder`. */
    replace(path: string, text: string, folder: string): void {
      assertNoLink(root, dirname(path), damaged);
      const from = writeTemporary(path, text, folder);
      try {
        beforeLastStep();
        makeParentAndRetry(path, () => renameSync(from, path), makeFolder);
        syncParent(path);
      } catch (cause) {
        rmSync(from, { force: true });
        throw fileFailure("write", path, cause);
      }
    },
    /** Writes a file unless one is there. Returns the text of the one that is there; `undefined` when it was written. */
    create(path: string, text: string, folder: string): string | undefined {
      assertNoLink(root, dirname(path), damaged);
      const from = writeTemporary(path, text, folder);
      try {
        beforeLastStep();
        makeParentAndRetry(path, () => linkSync(from, path), makeFolder);
        syncParent(path);
        return undefined;
      } catch (cause) {
        if (hasCode(cause, "EEXIST") && !isFolder(path)) return readValue(path);
        throw fileFailure("write", path, cause);
      } finally {
        rmSync(from, { force: true });
      }
    },
  };
}

/**
 * Appends a text to a file, which is created when it is missing.
 *
 * @param root  A folder above it, below which no part of the path is a link.
 * @throws `DAMAGED_TRACKING_STORE`, `FILE_FAILURE`
 */
export function appendText(root: string, path: string, text: string): void {
  assertNoLink(root, path, damaged);
  try {
    makeParentAndRetry(path, () => {
      const file = openPlainFile(path, "append", damaged)!;
      try {
        writeSync(file, text);
      } finally {
        closeSync(file);
      }
    });
  } catch (cause) {
    throw fileFailure("append to", path, cause);
  }
}

/** Does `action`; when the folder of `path` is missing, which is rare, creates the folder and does it again. */
export function makeParentAndRetry(
  path: string,
  action: () => void,
  makeFolder: (path: string) => unknown = createDeepFolderNow,
): void {
  try {
    action();
  } catch (cause) {
    if (!hasCode((cause as Error).cause ?? cause, "ENOENT")) throw cause;
    makeFolder(dirname(path));
    action();
  }
}

import { mkdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { errorCode } from "./file-failure.js";

/**
 * Creates a folder and the missing ones above it. Node's own recursive `mkdir` reports ENOENT where a file system may only
 * be read (EROFS), and hides whether anything is missing.
 *
 * @returns The first folder that was created; undefined when there was nothing to create.
 * @throws The error of the operating system.
 */
export async function createDeepFolder(path: string): Promise<string | undefined> {
  return mkdir(path, { recursive: true }).catch((cause: unknown) => {
    throwReason(path, cause);
    throw cause;
  });
}

/** As {@link createDeepFolder}, for writers that are synchronous to keep their order. */
export function createDeepFolderNow(path: string): string | undefined {
  try {
    return mkdirSync(path, { recursive: true });
  } catch (cause) {
    throwReason(path, cause);
    throw cause;
  }
}

/** Throws why the topmost missing folder cannot be created, when `cause` says only that something is missing. */
function throwReason(path: string, cause: unknown): void {
  if (errorCode(cause) !== "ENOENT") return;
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      mkdirSync(at);
      return;
    } catch (reason) {
      const code = errorCode(reason);
      if (code === "EEXIST") return;
      if (code !== "ENOENT") throw reason;
      if (at === dirname(at)) return;
    }
  }
}

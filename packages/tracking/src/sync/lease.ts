import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { fileFailure } from "@imdb/runtime/files";
import { hasEnded, processIdentity } from "../process/process-identity.js";

/** The right to send what is in a folder, which one process has at a time. */
export interface Lease {
  release(): void;
}

/** Of processes of other machines only their silence tells that they have ended. */
const SILENCE = 10 * 60_000;
const RENEWAL = 60_000;

/**
 * Takes the lease of a file, unless a process that lives has it: one of this machine that has not ended, or one of
 * another that was heard of in the last ten minutes.
 *
 * @throws `FILE_FAILURE`
 */
export function takeLease(path: string): Lease | undefined {
  const own = `${path}.${randomUUID()}`;
  try {
    writeFileSync(own, processIdentity(), { flag: "wx" });
    try {
      if (!link(own, path) && !(retire(path) && link(own, path))) return undefined;
    } finally {
      rmSync(own, { force: true });
    }
  } catch (cause) {
    throw fileFailure("lock", path, cause);
  }
  const renewal = setInterval(() => touch(path), RENEWAL);
  renewal.unref();
  return {
    release() {
      clearInterval(renewal);
      rmSync(path, { force: true });
    },
  };
}

/** A file that is there whole or not at all: who reads it knows its owner. */
function link(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

/** Takes the lease of a process that has ended away; of several that try, one does. */
function retire(path: string): boolean {
  try {
    const owner = readFileSync(path, "utf8");
    const ours = owner.startsWith(`${hostname()}-`);
    if (ours ? !hasEnded(owner) : Date.now() - statSync(path).mtimeMs < SILENCE) return false;
    const retired = `${path}.${randomUUID()}`;
    renameSync(path, retired);
    rmSync(retired, { force: true });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw cause;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The folder is gone or cannot be written; the sync itself says so.
  }
}

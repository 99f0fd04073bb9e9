import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { errorCode } from "@imdb/runtime/files";

/** A file that only this download writes to. */
export interface ClaimedPart {
  readonly path: string;
  /** Kept after a failure, to be continued. */
  readonly kept: boolean;
  release(): Promise<void>;
}

/**
 * Claims the `.part` beside a file. While another download holds it, this one gets a part of its own, which
 * nobody continues.
 */
export async function claimPart(path: string): Promise<ClaimedPart> {
  const lock = `${path}.part.lock`;
  if ((await tryLock(lock)) || ((await isStale(lock)) && (await tryLock(lock)))) {
    return { path: `${path}.part`, kept: true, release: () => rm(lock, { force: true }) };
  }
  const own = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
  return { path: own, kept: false, release: () => rm(own, { force: true }) };
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (cause) {
    if (errorCode(cause) === "EEXIST") return false;
    throw cause;
  }
}

/** Whether the process that held a lock is gone; takes the lock away then. */
async function isStale(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, "utf8").catch(() => ""));
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid)) return false;
  await rm(lock, { force: true });
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Somebody else's process is alive too.
    return errorCode(cause) === "EPERM";
  }
}

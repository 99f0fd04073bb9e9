import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { errorCode } from "@imdb/runtime/files";

/** A partial file that only this download writes to. */
export interface ClaimedPart {
  readonly path: string;
  /** Whether the file is kept after a failure, so that the next download continues it. */
  readonly kept: boolean;
  release(): Promise<void>;
}

/**
 * Locks the `.part` file of a download. While another download has the lock, this one gets a file of its own, which is
 * removed afterwards.
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

/** Whether the process of a lock has ended. If so, the lock is removed. */
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
    // A process of another user is alive too.
    return errorCode(cause) === "EPERM";
  }
}

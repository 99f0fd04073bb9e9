import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";
import { hasEnded, processIdentity } from "../process/process-identity.js";

/** Of processes of other machines only their silence tells that they have ended. */
const SILENCE = 10 * 60_000;
const RENEWAL = 60_000;
/** Milliseconds after which a process looks again whether another has finished. */
const TURN = 50;

/**
 * Does work that one process does at a time: the one that has the lease of a file, until it ends. The lease of a
 * process of this machine that has ended, or of one of another that was not heard of for ten minutes, is taken over.
 *
 * @throws `FILE_FAILURE`
 */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!take(path)) await sleep(TURN);
  const renewal = setInterval(() => touch(path), RENEWAL);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  const own = `${path}.${randomUUID()}`;
  try {
    writeFileSync(own, processIdentity(), { flag: "wx" });
    return link(own, path) || (retire(path) && link(own, path));
  } catch (cause) {
    throw fileFailure("lock", path, cause);
  } finally {
    rmSync(own, { force: true });
  }
}

/** A file that is there whole or not at all: who reads it knows its owner. */
function link(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (cause) {
    if (hasCode(cause, "EEXIST")) return false;
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
    // Another may have taken it over since it was read: then it is put back.
    const isTaken = readFileSync(retired, "utf8") !== owner;
    if (isTaken) link(retired, path);
    rmSync(retired, { force: true });
    return !isTaken;
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return true;
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

import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "./os-error.js";
import { hasEnded, processIdentity } from "./process-identity.js";

/** Milliseconds without renewal after which the lease of a process of another machine has expired. */
const TIMEOUT = 10 * 60_000;
const RENEWAL_INTERVAL = 60_000;
/** Milliseconds between two attempts to acquire a lease. */
const RETRY_INTERVAL = 50;

/**
 * Does work while this process holds a lease, which is a file: only one process at a time holds it, the others wait. A
 * lease expires when its process has ended; the lease of a process of another machine, when it was not renewed for ten
 * minutes.
 *
 * @throws `FILE_FAILURE`
 */
export async function withLease<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!tryLease(path)) await sleep(RETRY_INTERVAL);
  const renewal = setInterval(() => renew(path), RENEWAL_INTERVAL);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    releaseLease(path);
  }
}

/** Ends a lease of this process. */
export function releaseLease(path: string): void {
  rmSync(path, { force: true });
}

/** Acquires the lease of a file. Returns false when another process, or another part of this one, has it. */
export function tryLease(path: string): boolean {
  const own = `${path}.${randomUUID()}`;
  try {
    writeFileSync(own, processIdentity(), { flag: "wx" });
    return link(own, path) || (removeExpired(path) && link(own, path));
  } catch (cause) {
    throw fileFailure("lock", path, cause);
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Creates `path` as a hard link to a file that has its content already, so that no process reads the lease without its
 * owner. Returns false when `path` exists.
 */
function link(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (cause) {
    if (hasCode(cause, "EEXIST")) return false;
    throw cause;
  }
}

/** Removes a lease if it has expired. When several processes try at the same time, it returns true for one of them. */
function removeExpired(path: string): boolean {
  try {
    const owner = readFileSync(path, "utf8");
    const isOfThisMachine = owner.startsWith(`${hostname()}-`);
    const isValid = isOfThisMachine ? !hasEnded(owner) : Date.now() - statSync(path).mtimeMs < TIMEOUT;
    if (isValid) return false;
    const removed = `${path}.${randomUUID()}`;
    renameSync(path, removed);
    // Another process may have acquired the lease after its owner was read here: then the file is put back.
    const isAcquired = readFileSync(removed, "utf8") !== owner;
    if (isAcquired) link(removed, path);
    rmSync(removed, { force: true });
    return !isAcquired;
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return true;
    throw cause;
  }
}

function renew(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The folder is gone or cannot be written; the sync itself reports that.
  }
}

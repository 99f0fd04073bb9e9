import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileFailure } from "@imdb/runtime/files";
import { releaseLease, tryLease } from "../process/lease.js";
import type { StoreFolder } from "./store-folder.js";

// A `meta.yaml` is read, changed and replaced as a whole. Two processes that do so at once would each keep its own change
// only, so one process at a time does it. Appending to journals and writing a single value needs no lock.

/** Milliseconds to wait for a lock, and between two attempts. */
const PATIENCE = 30_000;
const PAUSE = 5;
/** Milliseconds that a process waits for a lock while it exits. */
const EXIT_PATIENCE = 1_000;

/**
 * Does a change while no other process changes the same thing. The change is synchronous, so that nothing else of this
 * process comes between.
 *
 * @param what  What is changed: the id of a run or a logged model, `model <name>` or `experiments`.
 * @throws `FILE_FAILURE` when another process kept the lock for half a minute.
 */
export async function whileLocked<T>(store: StoreFolder, what: string, change: () => T): Promise<T> {
  const path = lockPath(store, what);
  for (const end = Date.now() + PATIENCE; !tryLease(path); await sleep(PAUSE)) assertPatience(path, end);
  return changeAndRelease(path, change);
}

/** As {@link whileLocked}, without a promise: for a process that exits. */
export function whileLockedNow<T>(store: StoreFolder, what: string, change: () => T): T {
  const path = lockPath(store, what);
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const end = Date.now() + EXIT_PATIENCE; !tryLease(path); Atomics.wait(clock, 0, 0, PAUSE))
    assertPatience(path, end);
  return changeAndRelease(path, change);
}

function changeAndRelease<T>(path: string, change: () => T): T {
  try {
    return change();
  } finally {
    releaseLease(path);
  }
}

/** In the folder of the store, where MLflow looks at folders only: what is locked may be moved meanwhile. */
function lockPath({ root }: StoreFolder, what: string): string {
  return join(root, `.lock-${createHash("sha256").update(what).digest("hex").slice(0, 16)}`);
}

function assertPatience(path: string, end: number): void {
  if (Date.now() > end) throw fileFailure("lock", path, "another process keeps it");
}

import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileFailure } from "@imdb/runtime/files";
import { type BriefLease, briefLeases } from "@imdb/runtime/leases";
import { smallFiles } from "./small-file.js";
import type { StoreFolder } from "./store-folder.js";

// A `meta.yaml` is read, changed and replaced as a whole. Two processes that do so at once would each keep its own change
// only, so one process at a time does it. Appending to journals and writing a single value needs no lock.

/**
 * Milliseconds to wait for a lock: longer than the 10 s after which one is taken from a process that was paused, or was
 * killed in another container. And between two attempts.
 */
const PATIENCE = 30_000;
const PAUSE = 5;
/** Milliseconds that a process waits for a lock while it exits. */
const EXIT_PATIENCE = 1_000;

/**
 * Does a change while no other process changes the same thing. The change is synchronous, so that nothing else of this
 * process comes between. Whoever was paused in its change for so long that another process has taken its lock changes
 * nothing.
 *
 * @param what    What is changed: the id of a run or a logged model, `model <name>` or `experiments`.
 * @param change  Gets the store to write with: it checks the lock directly before each step that others see.
 * @throws `FILE_FAILURE` when another process kept the lock for half a minute; `LEASE_LOST` when this one was paused
 */
export async function whileLocked<T>(
  store: StoreFolder,
  what: string,
  change: (locked: StoreFolder) => T,
): Promise<T> {
  const path = lockPath(store, what);
  const attempt = briefLeases(path);
  const since = performance.now();
  let lease = attempt();
  for (; !lease; lease = attempt()) {
    assertPatience(path, since, PATIENCE);
    await sleep(PAUSE);
  }
  return changeAndRelease(store, lease, change);
}

/** As {@link whileLocked}, without a promise: for a process that exits. */
export function whileLockedNow<T>(store: StoreFolder, what: string, change: (locked: StoreFolder) => T): T {
  const path = lockPath(store, what);
  const attempt = briefLeases(path);
  const since = performance.now();
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let lease = attempt();
  for (; !lease; lease = attempt()) {
    assertPatience(path, since, EXIT_PATIENCE);
    Atomics.wait(clock, 0, 0, PAUSE);
  }
  return changeAndRelease(store, lease, change);
}

function changeAndRelease<T>(store: StoreFolder, lease: BriefLease, change: (locked: StoreFolder) => T): T {
  try {
    return change({ ...store, files: smallFiles(store.root, store.durability, lease.check) });
  } finally {
    lease.release();
  }
}

/** In the folder of the store, where MLflow looks at folders only: what is locked may be moved meanwhile. */
function lockPath({ root }: StoreFolder, what: string): string {
  return join(root, `.lock-${createHash("sha256").update(what).digest("hex").slice(0, 16)}`);
}

function assertPatience(path: string, since: number, patience: number): void {
  if (performance.now() - since > patience) throw fileFailure("lock", path, "another process keeps it");
}

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { takeLease } from "@imdb/runtime/leases";

/** A partial file that only this download writes to. */
export interface ClaimedPart {
  readonly path: string;
  /** Aborts when another process has the file, because this one was paused. */
  readonly signal: AbortSignal | undefined;
  /** To be called directly before the file gets its final name. Throws `LEASE_LOST` when another process has it. */
  check(): void;
  release(): Promise<void>;
}

/**
 * Takes the `.part` file of a download, which is kept after a failure, so that the next download continues it. While
 * another download has it, this one gets a file of its own, which is removed afterwards.
 *
 * @param wait  Ends the wait for a process that cannot be seen.
 * @throws `FILE_FAILURE`, `CANCELLED`
 */
export async function claimPart(path: string, wait: AbortSignal | undefined): Promise<ClaimedPart> {
  const { lease } = await takeLease(`${path}.part.lease`, { afterRelease: "removed", signal: wait });
  if (lease) {
    // Versions before the leases locked with this file, and could leave it. It does no harm.
    await rm(`${path}.part.lock`, { recursive: true, force: true }).catch(() => {});
    const { signal, check } = lease;
    return { path: `${path}.part`, signal, check, release: async () => lease.release() };
  }
  const own = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
  return { path: own, signal: undefined, check: () => {}, release: () => rm(own, { force: true }) };
}

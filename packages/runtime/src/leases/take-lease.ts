import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { throwIfCancelled } from "@imdb/core";
import { integer, oneOf, optionsOf, runRules } from "@imdb/core/options";
import { absolutePath } from "../files/absolute-path.js";
import { createDeepFolderNow } from "../files/deep-folder.js";
import { fileFailure } from "../files/file-failure.js";
import { fateOfProcess } from "../files/process-identity.js";
import { leaseAttempts, MAX_EXPIRY_MS } from "./attempt-lease.js";
import { holdLease, type Lease } from "./hold-lease.js";
import { type LeaseHolder, leaseText, newestLease } from "./lease-file.js";

/** Options of {@link takeLease}. */
export interface LeaseOptions {
  /**
   * Milliseconds without a heartbeat after which the lease has expired for processes that cannot see whether its owner
   * runs: those of other machines and containers. At most 60,000, default 20,000.
   */
  readonly expiryMs?: number;
  /**
   * Whether the file of a released lease is kept, so that the fencing numbers grow for ever, or removed, so that
   * nothing is left. Default `"kept"`.
   */
  readonly afterRelease?: "kept" | "removed";
  /** Ends the wait for an owner that cannot be seen. One that has aborted already takes no lease. */
  readonly signal?: AbortSignal | undefined;
}

const leaseOptions = optionsOf<LeaseOptions, "signal">({
  expiryMs: [20_000, integer(100, MAX_EXPIRY_MS["of the unseen"])],
  afterRelease: ["kept", oneOf("kept", "removed")],
  signal: runRules.signal,
});

/** This process has the lease. */
export interface TakenLease {
  readonly lease: Lease;
  readonly holder?: undefined;
}

/** Another process has the lease. `holder` is unknown when its file is not whole yet. */
export interface HeldLease {
  readonly lease?: undefined;
  readonly holder: LeaseHolder | undefined;
}

/**
 * Takes a lease, or tells who has it. One process has it at a time, also over a shared folder; its files are
 * `<path>-<number>.json`, and the number grows with each owner.
 *
 * An owner that has ended is replaced at once where this process can see that (same machine, same PID namespace).
 * Elsewhere this waits until the owner has shown no heartbeat for its `expiryMs`, at most a minute, by the monotonic clock of this
 * process: changes of the system clock do not matter. A process that was replaced while it was paused is told by the
 * signal of its lease, and by {@link Lease.check}.
 *
 * @param given  The path. Its folder is created when missing.
 * @throws `FILE_FAILURE`, also for a file whose number is so large that none can follow; `CANCELLED` when the signal aborts; `INVALID_OPTION`
 * @example no-run
 * const { lease, holder } = await takeLease("runs/nightly/lease");
 * if (!lease) throw new Error(`process ${holder?.pid} has it`);
 * lease.check(); // directly before the last step of a write
 * lease.release();
 * @see Gray, Cheriton (1989), Leases: an efficient fault-tolerant mechanism for distributed file cache consistency;
 *      Kleppmann (2016), How to do distributed locking: fencing tokens.
 */
export async function takeLease(given: string, options: LeaseOptions = {}): Promise<TakenLease | HeldLease> {
  const path = absolutePath(given);
  const { expiryMs, afterRelease, signal } = leaseOptions.resolve(options, "takeLease");
  throwIfCancelled(signal, `Taking the lease ${path}`);
  const text = leaseText(expiryMs);
  const attempt = leaseAttempts(path, text, "of the unseen");
  try {
    createDeepFolderNow(dirname(path));
    for (;;) {
      const result = attempt();
      if (result.outcome === "held") return { holder: result.holder };
      if (result.outcome === "taken") {
        return { lease: holdLease({ path, number: result.number, text, expiryMs, afterRelease }) };
      }
      throwIfCancelled(signal, `Waiting for the lease ${path}`);
      await sleep(result.pauseMs, undefined, { signal }).catch(() => {});
    }
  } catch (cause) {
    throw fileFailure("lock", path, cause);
  }
}

/**
 * The process that has a lease, as far as can be told without waiting: one whose process cannot be seen counts as alive
 * while its last heartbeat is at most a minute from now by the clock: one in the future is none. For displays; {@link takeLease} decides.
 *
 * @throws `FILE_FAILURE`
 */
export function leaseStatus(path: string): {
  readonly holder: LeaseHolder | undefined;
  readonly number: number;
} {
  try {
    const newest = newestLease(path);
    if (!newest) return { holder: undefined, number: 0 };
    const { holder, number } = newest;
    const fate = !holder || holder.released ? "ended" : fateOfProcess(holder);
    const ageMs = Date.now() - Number(newest.stamp.split(" ")[0]) / 1e6;
    // The clocks of two machines differ a little.
    const isRecent = Math.abs(ageMs) < DISPLAYED_MS;
    const isHeld = fate === "runs" || (fate === "unknown" && isRecent);
    return { holder: isHeld ? holder : undefined, number };
  } catch (cause) {
    throw fileFailure("read", path, cause);
  }
}

const DISPLAYED_MS = 60_000;

import { integer, optionsOf } from "@imdb/core/options";
import { absolutePath } from "../files/absolute-path.js";
import { fileFailure } from "../files/file-failure.js";
import { leaseAttempts, MAX_EXPIRY_MS } from "./attempt-lease.js";
import { leaseText } from "./lease-file.js";
import { endLease, isOurs, leaseLost, type OwnLease } from "./own-lease.js";

/** A lease that this process has for one synchronous change. */
export interface BriefLease {
  /** The fencing number. */
  readonly number: number;
  /** As `Lease.check`: to be called directly before the last step of every write. @throws `LEASE_LOST`, `FILE_FAILURE` */
  check(): void;
  /** Ends the lease, unless another process has it by now. @throws `FILE_FAILURE` */
  release(): void;
}

/** Options of {@link briefLeases}. */
export interface BriefLeaseOptions {
  /** Milliseconds after which an owner that has not released it is replaced. At most 20,000, default 10,000. */
  readonly expiryMs?: number;
}

const briefLeaseOptions = optionsOf<BriefLeaseOptions>({
  expiryMs: [10_000, integer(100, MAX_EXPIRY_MS["of all"])],
});

/**
 * Makes a function that tries once to take a lease for a change of a few files, which is made at once. It is
 * synchronous, so that a process can call it while it exits, and such a lease shows no heartbeats: an owner that keeps
 * it for longer than `expiryMs`, because it was paused in the middle of its change, is replaced, wherever it runs, and
 * its `check` throws. An owner that has ended is replaced at once where that can be seen. Nothing is left after release.
 *
 * The function returns `undefined` while another process, thread or part of this one has the lease. Call the same function
 * again after a pause: it measures the time of the owner, by the monotonic clock.
 *
 * @param given  The path, as for `takeLease`. Its folder must exist.
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 * @example no-run
 * const attempt = briefLeases("registry/lock");
 * let lease = attempt();
 * for (; !lease; lease = attempt()) await new Promise((resolve) => setTimeout(resolve, 5));
 * // Read, change, and write beside the file; then, directly before the rename:
 * lease.check();
 * lease.release();
 */
export function briefLeases(given: string, options: BriefLeaseOptions = {}): () => BriefLease | undefined {
  const path = absolutePath(given);
  const { expiryMs } = briefLeaseOptions.resolve(options, "briefLeases");
  const text = leaseText(expiryMs);
  const attempt = leaseAttempts(path, text, "of all");
  return () => {
    try {
      const result = attempt();
      if (result.outcome !== "taken") return undefined;
      return briefLease({ path, number: result.number, text, expiryMs, afterRelease: "removed" });
    } catch (cause) {
      throw fileFailure("lock", path, cause);
    }
  };
}

function briefLease(own: OwnLease): BriefLease {
  return {
    number: own.number,
    check() {
      const ours = isOurs(own);
      if (ours === true) return;
      throw ours === false ? leaseLost(own) : ours;
    },
    release: () => endLease(own),
  };
}

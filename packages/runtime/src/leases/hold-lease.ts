import { startHeartbeat } from "./heartbeat.js";
import { leaseFile } from "./lease-file.js";
import { endLease, isOurs, leaseLost, type OwnLease } from "./own-lease.js";

/** A lease that this process has. */
export interface Lease {
  /** The fencing number. It grows with each owner. */
  readonly number: number;
  /** Aborts, with `LEASE_LOST` as its reason, when another process has replaced this one. */
  readonly signal: AbortSignal;
  /**
   * Throws when another process has replaced this one. To be called directly before the last step of every write:
   * a process can be paused for any time, and is told by the signal only after that.
   *
   * @throws `LEASE_LOST`, `FILE_FAILURE`
   */
  check(): void;
  /**
   * Ends the lease, unless another process has it by now. Throws `FILE_FAILURE`, as on a full disk; it is then tried again
   * until it is done, because others on this machine wait for as long as this process runs.
   */
  release(): void;
}

/** Heartbeats within the time after which a lease expires. */
const BEATS = 8;

/** Ends a lease. After a failure, which is thrown, it is tried again until it is done. */
function endOrRetry(own: OwnLease): void {
  try {
    endLease(own);
  } catch (cause) {
    const timer = setInterval(() => {
      if (hasEnded(own)) clearInterval(timer);
    }, own.expiryMs / BEATS);
    timer.unref();
    throw cause;
  }
}

function hasEnded(own: OwnLease): boolean {
  try {
    endLease(own);
    return true;
  } catch {
    // The first failure was thrown.
    return false;
  }
}

/** Keeps a lease alive until it is released or lost. */
export function holdLease(own: OwnLease): Lease {
  const { path, number, expiryMs } = own;
  const controller = new AbortController();
  const stopHeartbeat = startHeartbeat(leaseFile(path, number), expiryMs / BEATS);
  const timer = setInterval(() => {
    // A folder that cannot be read for a moment tells nothing; the check before a write reports it.
    if (isOurs(own) === false) lose();
  }, expiryMs / BEATS);
  timer.unref();

  function stop(): void {
    clearInterval(timer);
    stopHeartbeat();
  }

  function lose(): void {
    stop();
    controller.abort(leaseLost(own));
  }

  return {
    number,
    signal: controller.signal,
    check() {
      const { signal } = controller;
      const ours = signal.aborted ? false : isOurs(own);
      if (ours === true) return;
      if (ours !== false) throw ours;
      if (!signal.aborted) lose();
      throw signal.reason;
    },
    release() {
      stop();
      if (!controller.signal.aborted) endOrRetry(own);
    },
  };
}

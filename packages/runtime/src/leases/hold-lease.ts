import { renameSync, rmSync, writeFileSync } from "node:fs";
import { LeaseLost } from "../errors.js";
import { fileFailure } from "../files/file-failure.js";
import { startHeartbeat } from "./heartbeat.js";
import { leaseFile, readLease } from "./lease-file.js";

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
  /** Ends the lease, unless another process has it by now. Throws `FILE_FAILURE`. */
  release(): void;
}

/** A lease whose file was created. */
interface OwnLease {
  readonly path: string;
  readonly number: number;
  readonly text: string;
  readonly expiryMs: number;
  readonly afterRelease: "kept" | "removed";
}

/** Heartbeats within the time after which a lease expires. */
const BEATS = 8;

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
    controller.abort(LeaseLost.create({ path, expiryMs }));
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
      try {
        if (!controller.signal.aborted && isOurs(own) === true) end(own);
      } catch (cause) {
        throw fileFailure("release", path, cause);
      }
    },
  };
}

/** Whether the file of a lease is still there and there is no next one; a `FILE_FAILURE` when that cannot be read. */
function isOurs({ path, number, text }: OwnLease): boolean | Error {
  try {
    return readLease(path, number)?.text === text && readLease(path, number + 1) === undefined;
  } catch (cause) {
    return fileFailure("read", leaseFile(path, number), cause);
  }
}

function end({ path, number, text, afterRelease }: OwnLease): void {
  const file = leaseFile(path, number);
  if (afterRelease === "removed") {
    rmSync(file, { force: true });
    return;
  }
  const released = `${file}.released`;
  writeFileSync(released, JSON.stringify({ ...JSON.parse(text), released: true }));
  renameSync(released, file);
}

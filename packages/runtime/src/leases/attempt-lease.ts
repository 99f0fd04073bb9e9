import { existsSync, type RmOptions, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../files/file-failure.js";
import { createWhole } from "../files/link-new.js";
import { fateOfProcess } from "../files/process-identity.js";
import { isTemporaryOf } from "../files/temporary-name.js";
import {
  type LeaseFile,
  type LeaseHolder,
  leaseFile,
  leaseNumbers,
  newestLease,
  nextNumber,
  readLease,
} from "./lease-file.js";

/** What one attempt to take a lease has come to. */
export type LeaseAttempt =
  | { readonly outcome: "taken"; readonly number: number }
  | { readonly outcome: "held"; readonly holder: LeaseHolder | undefined }
  /** Nobody has it for certain: to be tried again after so many milliseconds. */
  | { readonly outcome: "undecided"; readonly pauseMs: number };

/**
 * Whose lease expires when it has shown no heartbeat for its time: that of a process that this one cannot see, or that
 * of a running process too.
 */
export type Expires = keyof typeof MAX_EXPIRY_MS;

/** The longest time of a lease: what a file says beyond that is not waited for. Milliseconds. */
export const MAX_EXPIRY_MS = { "of the unseen": 60_000, "of all": 20_000 } as const;

/** A file that is not whole is being written, or its writer was killed. Milliseconds. */
const UNREADABLE_MS = 2_000;

/** A temporary file that is gone so many times in a row was not removed by an owner: no file can be created there. */
const GONE_LIMIT = 20;

/**
 * Makes a function that tries once to take a lease. It remembers for how long the present owner has shown no heartbeat,
 * by the monotonic clock, so that a further call may find that its lease has expired.
 *
 * @param text  The content of the file of the lease.
 */
export function leaseAttempts(path: string, text: string, expires: Expires): () => LeaseAttempt {
  let seen: { readonly file: LeaseFile; readonly since: number } | undefined;
  let gone = 0;

  function fateOf(file: LeaseFile, now: number): "free" | "held" | "undecided" {
    const { holder } = file;
    if (holder?.released) return "free";
    const fate = holder ? fateOfProcess(holder) : "unknown";
    if (fate === "ended") return "free";
    if (fate === "runs" && expires === "of the unseen") return "held";
    const before = seen?.file;
    const isSameOwner = before?.number === file.number && before.text === file.text;
    if (!isSameOwner || before.stamp !== file.stamp) seen = { file, since: performance.now() };
    if (!isSameOwner) return "undecided";
    if (before.stamp !== file.stamp) return "held";
    return now - seen!.since >= silenceOf(file) ? "free" : "undecided";
  }

  function silenceOf({ holder }: LeaseFile): number {
    return Math.min(holder?.expiryMs ?? UNREADABLE_MS, MAX_EXPIRY_MS[expires]);
  }

  /** False when the file exists, or when an owner has removed the temporary file of this attempt. */
  function create(number: number): boolean {
    try {
      const made = createWhole(leaseFile(path, number), text);
      gone = 0;
      return made;
    } catch (error) {
      const isGone = errorCode(error) === "ENOENT" && existsSync(dirname(path));
      if (!isGone || ++gone >= GONE_LIMIT) throw error;
      return false;
    }
  }

  return () => {
    // The time is taken before the file is read: a pause of this process must not count as silence of the other one.
    const now = performance.now();
    const earlier = newestLease(path);
    const fate = earlier ? fateOf(earlier, now) : "free";
    if (fate === "held") return { outcome: "held", holder: earlier?.holder };
    if (fate === "undecided") {
      return { outcome: "undecided", pauseMs: Math.min(silenceOf(earlier!) / 8, 500) };
    }
    const number = nextNumber(path, earlier?.number ?? 0);
    if (create(number)) {
      if (isAlone(path, number, earlier)) {
        removeBelow(path, number);
        removeTemporary(path, number);
        return { outcome: "taken", number };
      }
      rmSync(leaseFile(path, number), { force: true });
    }
    // Two that withdraw for each other must not do so in step for ever.
    return { outcome: "undecided", pauseMs: 5 + 20 * Math.random() };
  };
}

/**
 * Whether nothing has changed since `earlier` was read but that the file with `number` was created. Between the two,
 * others may have taken, released and removed leases, so that the number says nothing.
 */
function isAlone(path: string, number: number, earlier: LeaseFile | undefined): boolean {
  const others = leaseNumbers(path).filter((other) => other !== number);
  if (others.some((other) => other > number)) return false;
  if (!earlier) return others.length === 0;
  return readLease(path, earlier.number)?.text === earlier.text;
}

/**
 * Removes the temporary files of attempts at this lease and earlier ones: their processes were killed, or have lost. What
 * cannot be removed stays, since the lease is taken.
 */
function removeTemporary(path: string, number: number): void {
  for (const name of readdirSync(dirname(path))) {
    // In the temporary name of a long name the number is cut off.
    const owner = Number(/-(\d{1,12})\.json\.[0-9a-f-]+\.[0-9a-f]{8}\.tmp$/.exec(name)?.[1] ?? number);
    if (owner > number || !isTemporaryOf(leaseFile(path, owner), name)) continue;
    removeIfPossible(join(dirname(path), name), { recursive: true });
  }
}

/**
 * Removes the files of earlier owners, the oldest first: who has been replaced finds its own gone, or the next one. So the
 * first that cannot be removed keeps the later ones. The lease is taken all the same.
 */
function removeBelow(path: string, number: number): void {
  for (const other of leaseNumbers(path)) {
    if (other >= number) return;
    const problem = removeIfPossible(leaseFile(path, other));
    // A folder in the place of the file is no owner's, and may hold anything.
    if (problem !== undefined && errorCode(problem) !== "ERR_FS_EISDIR") return;
  }
}

/** Removes what is at a path. Returns the error when it is still there. */
function removeIfPossible(path: string, options: Pick<RmOptions, "recursive"> = {}): unknown {
  try {
    rmSync(path, { ...options, force: true });
    return undefined;
  } catch (problem) {
    return problem;
  }
}

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { LeaseLost } from "../errors.js";
import { fileFailure } from "../files/file-failure.js";
import { temporaryName } from "../files/temporary-name.js";
import { leaseFile, readLease } from "./lease-file.js";

/** A lease whose file this process has created. */
export interface OwnLease {
  readonly path: string;
  readonly number: number;
  readonly text: string;
  readonly expiryMs: number;
  readonly afterRelease: "kept" | "removed";
}

/** The error of an owner that was replaced. */
export function leaseLost({ path, expiryMs }: OwnLease): Error {
  return LeaseLost.create({ path, expiryMs });
}

/** Whether the file of a lease is still there and there is no next one; a `FILE_FAILURE` when that cannot be read. */
export function isOurs({ path, number, text }: OwnLease): boolean | Error {
  try {
    return readLease(path, number)?.text === text && readLease(path, number + 1) === undefined;
  } catch (cause) {
    return fileFailure("read", leaseFile(path, number), cause);
  }
}

/** Ends a lease, unless another process has it by now. @throws `FILE_FAILURE` */
export function endLease(own: OwnLease): void {
  try {
    const ours = isOurs(own);
    if (ours === true) end(own);
    // Whether it is ours is not known: others may wait for it as long as this process runs.
    else if (ours !== false) throw ours;
  } catch (cause) {
    // The next owner removes the temporary files of earlier ones.
    if (isOurs(own) === false) return;
    throw fileFailure("release", own.path, cause);
  }
}

function end({ path, number, text, afterRelease }: OwnLease): void {
  const file = leaseFile(path, number);
  if (afterRelease === "removed") {
    rmSync(file, { force: true });
    return;
  }
  const temporary = temporaryName(file);
  try {
    // "wx": nothing of this name is written to, and no link is followed.
    writeFileSync(temporary, JSON.stringify({ ...JSON.parse(text), released: true }), { flag: "wx" });
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

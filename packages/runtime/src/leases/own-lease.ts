import { renameSync, rmSync, writeFileSync } from "node:fs";
import { LeaseLost } from "../errors.js";
import { fileFailure } from "../files/file-failure.js";
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
    if (isOurs(own) === true) end(own);
  } catch (cause) {
    throw fileFailure("release", own.path, cause);
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

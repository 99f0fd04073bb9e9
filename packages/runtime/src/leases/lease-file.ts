import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { ignoreMissing } from "../files/file-failure.js";
import { notPlainFailure, openPlainFile } from "../files/plain-file.js";
import { processIdentity } from "../files/process-identity.js";

const holderSchema = z.object({
  host: z.string(),
  pid: z.number().int(),
  place: z.string().optional(),
  started: z.string().optional(),
  token: z.string().optional(),
  /** Milliseconds without a heartbeat after which the lease has expired for those who cannot see its process. */
  expiryMs: z.number().min(1).default(20_000),
  released: z.boolean().optional(),
});

/** The process that has a lease. */
export type LeaseHolder = z.infer<typeof holderSchema>;

/** A file of a lease. */
export interface LeaseFile {
  readonly number: number;
  readonly text: string;
  /** Changes with every heartbeat. */
  readonly stamp: string;
  /** `undefined` when the file is not whole. */
  readonly holder: LeaseHolder | undefined;
}

/** The content of the file of a new lease of this process. */
export function leaseText(expiryMs: number): string {
  return JSON.stringify({ ...processIdentity(), token: randomUUID(), expiryMs });
}

/** The file of the owner with a number. */
export function leaseFile(path: string, number: number): string {
  return `${path}-${number}.json`;
}

/** Greater than the number of any owner. At one owner a millisecond it takes thirty years. */
const MAX_NUMBER = 999_999_999_999;

const TOO_LARGE = `its number is over ${MAX_NUMBER - 1}: no owner wrote it; remove it`;

const NONE_FOLLOWS = "no number can follow its own; remove it";

/**
 * The numbers of the files of a lease, ascending. None where the folder does not exist.
 *
 * @throws `FILE_FAILURE` for a file whose number is so large that none can follow: it was not written by an owner.
 */
export function leaseNumbers(path: string): number[] {
  const prefix = `${basename(path)}-`;
  const numbers: number[] = [];
  for (const name of orNone(() => readdirSync(dirname(path)))) {
    const match = name.startsWith(prefix) ? /^([1-9]\d*)\.json$/.exec(name.slice(prefix.length)) : null;
    if (!match) continue;
    const number = Number(match[1]);
    if (number >= MAX_NUMBER) throw notPlainFailure(join(dirname(path), name), TOO_LARGE);
    numbers.push(number);
  }
  return numbers.sort((a, b) => a - b);
}

/**
 * The number of the owner after an earlier one.
 *
 * @throws `FILE_FAILURE` when it would be refused itself.
 */
export function nextNumber(path: string, earlier: number): number {
  if (earlier + 1 < MAX_NUMBER) return earlier + 1;
  throw notPlainFailure(leaseFile(path, earlier), NONE_FOLLOWS);
}

/** The file of a lease has a few hundred bytes. */
const LIMIT = 65_536;

/**
 * Reads a file of a lease; `undefined` where there is none. It is opened, so that a network file system asks its server.
 *
 * @throws `FILE_FAILURE`, also for a link, a pipe, a device and what is too large for a lease.
 */
export function readLease(path: string, number: number): LeaseFile | undefined {
  const name = leaseFile(path, number);
  const file = openPlainFile(name, "read");
  if (file === undefined) return undefined;
  try {
    const { mtimeNs, size } = fstatSync(file, { bigint: true });
    if (size > LIMIT) throw notPlainFailure(name, `it has ${size} bytes, over ${LIMIT}`);
    const text = readFileSync(file, "utf8");
    return { number, text, stamp: `${mtimeNs} ${text}`, holder: holderOf(text) };
  } finally {
    closeSync(file);
  }
}

/** The file with the highest number: that of the owner, if there is one. */
export function newestLease(path: string): LeaseFile | undefined {
  for (const number of leaseNumbers(path).reverse()) {
    const found = readLease(path, number);
    if (found) return found;
  }
  return undefined;
}

function holderOf(text: string): LeaseHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function orNone(list: () => string[]): string[] {
  try {
    return list();
  } catch (error) {
    return ignoreMissing(error) ?? [];
  }
}

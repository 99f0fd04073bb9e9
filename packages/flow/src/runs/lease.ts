import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { errorCode, fileFailure, orFileFailure, writeFileAtomic } from "@imdb/runtime/files";
import * as z from "zod";

/** The lease of a run: while a process renews its file, no other process takes the run. */
export interface Lease {
  /** Ends the lease: another process may take the run. */
  release(): Promise<void>;
}

/** Milliseconds between two heartbeats, which set the modification time of the file. */
const HEARTBEAT_MS = 5_000;
/** A lease of another machine has expired after this long without a heartbeat. */
const REMOTE_MS = 60_000;
/**
 * A lease of this machine is valid while its process runs, but only this long after its last heartbeat: its id may be
 * reused.
 */
const LOCAL_MS = 3_600_000;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  released: z.boolean().optional(),
});
type Holder = z.infer<typeof holderSchema>;

/** The living process that holds a run, if there is one, and the number of the run's sessions. */
export async function leaseOf(folder: string): Promise<{ holder: Holder | undefined; sessions: number }> {
  const sessions = await lastSession(folder);
  if (sessions === 0) return { holder: undefined, sessions };
  const path = leaseFile(folder, sessions);
  try {
    const holder = holderSchema.parse(JSON.parse(await readFile(path, "utf8")));
    if (holder.released) return { holder: undefined, sessions };
    const age = Date.now() - (await stat(path)).mtimeMs;
    const alive = holder.host === hostname() ? age < LOCAL_MS && isRunning(holder.pid) : age < REMOTE_MS;
    return { holder: alive ? holder : undefined, sessions };
  } catch {
    // The lease was not written completely: its process was killed.
    return { holder: undefined, sessions };
  }
}

/**
 * Takes the lease of a run, or returns the process that holds it. When several processes try at once, one succeeds: the
 * file is created exclusively.
 *
 * @param folder  Created when missing.
 * @returns       The lease; or the process that holds it; or neither, when another process took it at this moment.
 */
export async function takeLease(folder: string): Promise<{ lease?: Lease; holder?: Holder }> {
  await orFileFailure(mkdir(folder, { recursive: true }), "make", folder);
  const { holder: living, sessions } = await leaseOf(folder);
  if (living) return { holder: living };
  const path = leaseFile(folder, sessions + 1);
  const holder: Holder = { pid: process.pid, host: hostname() };
  try {
    await writeFile(path, JSON.stringify(holder), { flag: "wx" });
  } catch (error) {
    if (errorCode(error) === "EEXIST") return {};
    throw fileFailure("write", path, error);
  }
  // Without heartbeats the lease expires: a heartbeat that fails needs no other treatment.
  const heartbeat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), HEARTBEAT_MS);
  heartbeat.unref();
  const release = async () => {
    clearInterval(heartbeat);
    await writeFileAtomic(path, JSON.stringify({ ...holder, released: true }));
  };
  return { lease: { release } };
}

async function lastSession(folder: string): Promise<number> {
  let last = 0;
  for (const name of await readdir(folder)) {
    const match = /^lease-(\d{1,9})\.json$/.exec(name);
    if (match) last = Math.max(last, Number(match[1]));
  }
  return last;
}

function leaseFile(folder: string, session: number): string {
  return join(folder, `lease-${session}.json`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process runs, and belongs to another user.
    return errorCode(error) === "EPERM";
  }
}

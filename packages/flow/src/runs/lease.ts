import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileFailure, writeFileAtomic } from "@imdb/runtime/files";
import { z } from "zod";

/** A process's hold on a run, kept alive by touching its file. */
export interface Lease {
  /** Says that the process has let go of the run, though it lives. */
  release(): Promise<void>;
}

/** How often a lease is touched. */
const BEAT_MS = 5_000;
/** A lease of another machine that was not touched for this long is dead. */
const REMOTE_MS = 60_000;
/** On the same machine the process is asked; after this long, its number may belong to another. */
const LOCAL_MS = 3_600_000;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  released: z.boolean().optional(),
});
type Holder = z.infer<typeof holderSchema>;

/** The living holder of a run, if there is one, and how many sessions the run had. */
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
    // A lease whose writing was cut off belongs to a process that was.
    return { holder: undefined, sessions };
  }
}

/**
 * Takes the next lease of a run, or gives who has it. Of several processes that try, one succeeds: the file is made
 * exclusively.
 *
 * @param folder  Made when missing.
 * @returns       Neither, when another was faster.
 */
export async function takeLease(folder: string): Promise<{ lease?: Lease; holder?: Holder }> {
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw fileFailure("make", folder, error);
  });
  const { holder: living, sessions } = await leaseOf(folder);
  if (living) return { holder: living };
  const path = leaseFile(folder, sessions + 1);
  const holder: Holder = { pid: process.pid, host: hostname() };
  try {
    await writeFile(path, JSON.stringify(holder), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return {};
    throw fileFailure("write", path, error);
  }
  // A beat that cannot be written ends the lease by itself: it grows old.
  const beat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), BEAT_MS);
  beat.unref();
  const release = async () => {
    clearInterval(beat);
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
    // EPERM: it runs, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashValue, type ResultStore } from "@imdb/flow";
import type { Summary } from "../summary.js";

interface Finished {
  readonly summary: Summary;
  /** The SHA-256 of each file that the job wrote, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The summary of a finished job, if all of its files still exist with the same bytes. Then there is nothing to compute.
 *
 * @param key    The key of the job: a hash of everything that changes its result.
 * @param where  The folders it writes to. A job with other folders is another job.
 */
export async function finishedJob(
  store: ResultStore,
  key: string,
  where: readonly string[],
): Promise<Summary | undefined> {
  const bytes = await store.get(recordKey(key, where));
  if (bytes === undefined) return undefined;
  try {
    const { summary, files } = JSON.parse(Buffer.from(bytes).toString("utf8")) as Finished;
    await stat(fileURLToPath(summary.run));
    const found = await hashesOf(Object.keys(files));
    return hashValue(found) === hashValue(files) ? summary : undefined;
  } catch {
    // The record is damaged or a file is missing: each step is checked.
    return undefined;
  }
}

/** Records that a job has finished, with its files. */
export async function noteFinished(
  store: ResultStore,
  key: string,
  where: readonly string[],
  summary: Summary,
): Promise<void> {
  const { bundle, report, driftReport } = summary;
  const parts = (await readdir(bundle)).map((name) => join(bundle, name));
  const finished: Finished = { summary, files: await hashesOf([...parts, report, driftReport]) };
  const record = recordKey(key, where);
  // A store keeps what it has, and here that is the record of files that have changed.
  await store.delete(record);
  await store.set(record, Buffer.from(JSON.stringify(finished)));
}

function recordKey(key: string, where: readonly string[]): string {
  return hashValue({ finished: key, where });
}

async function hashesOf(paths: readonly string[]): Promise<Record<string, string>> {
  const hash = async (path: string) =>
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await hash(path)] as const)));
}

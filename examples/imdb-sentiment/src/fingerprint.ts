import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type RunOptions, throwIfCancelled } from "@imdb/core";

const CHUNK = 2 ** 20;

/** A hash of the bytes of a file, or of the names and bytes of all files in a folder. */
export async function fingerprintPath(path: string, run: RunOptions): Promise<string> {
  if (!(await stat(path)).isDirectory()) return fingerprintFile(path, run);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return fingerprintFiles(
    files.map((file) => [file.slice(path.length), file] as const),
    run,
  );
}

/** A hash of named files. It does not depend on their order. */
export async function fingerprintFiles(
  files: readonly (readonly [name: string, path: string])[],
  run: RunOptions,
): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    throwIfCancelled(run.signal, "Hashing the data");
    const bytes = await readFile(path);
    hash.update(`${JSON.stringify(name.replaceAll("\\\\", "/"))} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

async function fingerprintFile(path: string, run: RunOptions): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    throwIfCancelled(run.signal, "Hashing the data");
    hash.update(chunk as Uint8Array);
  }
  return hash.digest("hex");
}

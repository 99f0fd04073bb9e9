import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";

/** SHA-256 of named bytes, whatever the order they come in. */
export function digestOf(files) {
  const hash = createHash("sha256");
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n${bytes.byteLength}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/** SHA-256 of every file in a folder, names and all. */
export async function digestOfFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = paths.map(async (path) => {
    return [path.slice(folder.length + 1).replaceAll(sep, "/"), await readFile(path)];
  });
  return digestOf(await Promise.all(named));
}

/** SHA-256 of a value as JSON. */
export function digestOfValue(value) {
  return digestOf([["value", Buffer.from(JSON.stringify(value))]]);
}

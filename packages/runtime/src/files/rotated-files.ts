import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { absolutePath } from "./absolute-path.js";
import { orUndefinedIfMissing } from "./file-failure.js";

/**
 * The files of a rotated log, the oldest first: `log.2`, `log.1`, `log`. None where its folder does not exist.
 *
 * @throws `FILE_FAILURE`, `INVALID_OPTION`
 */
export async function rotatedFiles(given: string): Promise<string[]> {
  const path = absolutePath(given);
  const folder = dirname(path);
  const name = basename(path);
  const entries = (await orUndefinedIfMissing(readdir(folder), "list", folder)) ?? [];
  const numbered = entries.flatMap((entry) => {
    if (entry === name) return [{ age: 0, entry }];
    const age = entry.startsWith(`${name}.`) ? entry.slice(name.length + 1) : "";
    return /^[1-9]\d{0,5}$/.test(age) ? [{ age: Number(age), entry }] : [];
  });
  return numbered.sort((a, b) => b.age - a.age).map(({ entry }) => join(folder, entry));
}

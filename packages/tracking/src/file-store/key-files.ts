import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint, FileFailure } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import { KeyClash } from "../errors.js";
import { hasCode } from "../process/os-error.js";
import { keysBelow } from "./layout.js";
import type { SmallFiles } from "./small-file.js";

/**
 * The keys of one folder of an owner: one file a key, its text the value, which is how the layout keeps params and tags.
 *
 * @param owner   The owner's folder; temporary files stand there, where MLflow does not look.
 * @param folder  `params` or `tags`.
 * @param id      The owner's id, for messages.
 */
export function keyFiles(files: SmallFiles, owner: string, folder: string, id: string) {
  const root = join(owner, folder);

  function clashAware<T>(key: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const reason = FileFailure.is(cause) ? cause.cause : cause;
      if (!hasCode(reason, "EISDIR", "ENOTDIR", "ENOTEMPTY", "EEXIST")) throw cause;
      const other = keysBelow(root).find((k) => k.startsWith(`${key}/`) || key.startsWith(`${k}/`));
      throw other === undefined ? cause : KeyClash.create({ runId: id, key, other }, { cause });
    }
  }

  const set = (key: string, value: string): void =>
    clashAware(key, () => files.replace(join(root, key), value, owner));

  return {
    read(): Record<string, string> {
      // Hostile keys such as __proto__ must stay keys.
      const record: Record<string, string> = Object.create(null);
      for (const key of keysBelow(root).sort(byCodePoint))
        record[key] = readFileSync(join(root, key), "utf8");
      return record;
    },
    /** Sets a key, whatever its value was. */
    set,
    setAll(values: Readonly<Record<string, string>>): void {
      for (const [key, value] of Object.entries(values)) set(key, value);
    },
    /** Sets a key once; the answer is the value that was there before, if one was. */
    setOnce: (key: string, value: string): string | undefined =>
      clashAware(key, () => files.create(join(root, key), value, owner)),
    /** Whether there was such a key. */
    remove(key: string): boolean {
      try {
        rmSync(join(root, key));
        return true;
      } catch (cause) {
        if (hasCode(cause, "ENOENT")) return false;
        throw fileFailure("remove", join(root, key), cause);
      }
    },
  };
}

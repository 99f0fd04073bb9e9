import { rmSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint, FileFailure } from "@imdb/core";
import { assertNoLink, fileFailure } from "@imdb/runtime/files";
import { KeyClash } from "../errors.js";
import { hasCode } from "../process/os-error.js";
import { damaged } from "./damage.js";
import { keysBelow } from "./layout.js";
import { readValue, type SmallFiles } from "./small-file.js";

/**
 * The keys of one folder of an owner. Each key is a file whose text is the value: so the layout keeps params, tags and
 * aliases.
 *
 * @param owner   The owner's folder; temporary files are written there, where MLflow does not look.
 * @param folder  Name of the folder in it, such as `tags`.
 * @param id      The owner's id, for messages.
 */
export function keyFiles(files: SmallFiles, owner: string, folder: string, id: string) {
  const root = join(owner, folder);

  /** @throws `TRACKED_KEY_CLASH` when `work` fails because of another key. */
  function withClashCheck<T>(key: string, work: () => T): T {
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
    withClashCheck(key, () => files.replace(join(root, key), value, owner));

  return {
    read(): Record<string, string> {
      // In an object without a prototype, a key such as __proto__ is a key like any other.
      const record: Record<string, string> = Object.create(null);
      for (const key of keysBelow(root).sort(byCodePoint)) {
        const value = readValue(join(root, key));
        // One that is missing was removed since.
        if (value !== undefined) record[key] = value;
      }
      return record;
    },
    /** Sets a key, whatever its value was. */
    set,
    setAll(values: Readonly<Record<string, string>>): void {
      for (const [key, value] of Object.entries(values)) set(key, value);
    },
    /** Sets a key that has no value yet. Returns the value that it has already; `undefined` when it had none. */
    setOnce: (key: string, value: string): string | undefined =>
      withClashCheck(key, () => files.create(join(root, key), value, owner)),
    /** Removes a key. Returns whether it was there. */
    remove(key: string): boolean {
      assertNoLink(owner, join(root, key), damaged);
      files.beforeLastStep();
      try {
        rmSync(join(root, key));
        files.syncParent(join(root, key));
        return true;
      } catch (cause) {
        if (hasCode(cause, "ENOENT", "ENOTDIR")) return false;
        throw fileFailure("remove", join(root, key), cause);
      }
    },
  };
}

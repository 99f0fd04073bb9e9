import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import { KeyClash } from "../errors.js";
import { keysBelow } from "./layout.js";
import type { SmallFiles } from "./small-file.js";

/** One file a key, its text the value: how the layout keeps params and tags. */
export interface KeyFiles {
  read(): Record<string, string>;
  /** Sets a key, whatever its value was. */
  set(key: string, value: string): void;
  /** Sets a key once; the answer is the value that was there before, if one was. */
  setOnce(key: string, value: string): string | undefined;
  /** Whether there was such a key. */
  remove(key: string): boolean;
}

const CLASH = new Set(["EISDIR", "ENOTDIR", "ENOTEMPTY", "EEXIST"]);

/**
 * The keys of one folder of an owner.
 *
 * @param owner   The owner's folder; temporary files stand there, where MLflow does not look.
 * @param folder  `params` or `tags`.
 * @param id      The owner's id, for messages.
 */
export function keyFiles(files: SmallFiles, owner: string, folder: string, id: string): KeyFiles {
  const root = join(owner, folder);

  function clashAware<T>(key: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      const code = codeOf(cause);
      if (!code || !CLASH.has(code)) throw cause;
      const other = keysBelow(root).find((k) => k.startsWith(`${key}/`) || key.startsWith(`${k}/`));
      throw other === undefined ? cause : KeyClash.create({ runId: id, key, other }, { cause });
    }
  }

  return {
    read() {
      // Hostile keys such as __proto__ must stay keys.
      const record: Record<string, string> = Object.create(null);
      for (const key of keysBelow(root).sort(byCodePoint))
        record[key] = readFileSync(join(root, key), "utf8");
      return record;
    },
    set: (key, value) => clashAware(key, () => files.replace(join(root, key), value, owner)),
    setOnce: (key, value) => clashAware(key, () => files.create(join(root, key), value, owner)),
    remove(key) {
      try {
        rmSync(join(root, key));
        return true;
      } catch (cause) {
        if (codeOf(cause) === "ENOENT") return false;
        throw fileFailure("remove", join(root, key), cause);
      }
    },
  };
}

function codeOf(error: unknown): string | undefined {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === "FILE_FAILURE" ? codeOf(cause) : code;
}

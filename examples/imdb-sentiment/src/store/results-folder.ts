import { readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { folderResultStore, type ResultStore } from "@imdb/flow";

/** A folder of stored results with a size limit. */
export interface ResultsFolder extends ResultStore {
  /** Deletes the least recently used results until the folder has at most `maxBytes`. */
  prune(maxBytes: number): Promise<void>;
}

/**
 * Opens the folder of stored results.
 *
 * @param fresh  Whether to use no stored result. New results are stored in either case.
 */
export function resultsFolder(folder: string, { fresh }: { readonly fresh: boolean }): ResultsFolder {
  const store = folderResultStore(folder);
  return {
    ...store,
    async get(key) {
      if (fresh) return undefined;
      const bytes = await store.get(key);
      if (bytes !== undefined) await touch(join(folder, key.slice(0, 2), `${key}.result`));
      return bytes;
    },
    async prune(maxBytes) {
      const files = await filesIn(folder);
      files.sort((a, b) => b.usedAt - a.usedAt);
      let bytes = 0;
      for (const { path, size } of files) {
        bytes += size;
        if (bytes > maxBytes) await rm(path, { force: true });
      }
    },
  };
}

/** Marks a result as used now. A failure is ignored: the result may then be deleted earlier, and is computed again. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

async function filesIn(folder: string): Promise<{ path: string; size: number; usedAt: number }[]> {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // Another run may delete files at the same time.
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() ? [{ path, size: found.size, usedAt: found.mtimeMs }] : [];
    }),
  );
  return files.flat();
}

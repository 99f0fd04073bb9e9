import { readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { folderResultStore, type ResultStore } from "@imdb/flow";

/** Kept results, until they take more room than they should. */
export interface ResultsFolder extends ResultStore {
  /** Deletes what was not used for longest, until at most `maxBytes` are left. */
  prune(maxBytes: number): Promise<void>;
}

/**
 * The folder of kept results.
 *
 * @param fresh  Takes nothing over, and keeps what is computed all the same.
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

/** Using a result makes it young; it is no harm when it cannot be marked. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

async function filesIn(folder: string): Promise<{ path: string; size: number; usedAt: number }[]> {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // Another run may be pruning, too.
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() ? [{ path, size: found.size, usedAt: found.mtimeMs }] : [];
    }),
  );
  return files.flat();
}

import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { absolutePath } from "./absolute-path.js";
import { hasRetired, restoreFolder } from "./atomic-folder.js";

/** A folder that is replaced again and again while it is read is read this often. */
const ATTEMPTS = 50;
/** A writer that is alive gives the new folder its name within so many pauses. */
const PATIENCE = 10;
/** A folder that was missing so many times is absent. */
const ABSENCES = 3;
/** Milliseconds. */
const PAUSE = 10;

/**
 * Reads a folder that `writeFolderAtomic` writes: `read` sees the old content or the new one. It is called again when the
 * folder was replaced meanwhile. A folder whose writer was killed between its two renames is put back.
 *
 * @param read  Reads what is needed, and keeps nothing open.
 * @throws What `read` throws for a folder that was not replaced; `FILE_FAILURE`
 */
export async function readFolderAtomic<T>(given: string, read: () => Promise<T>): Promise<T> {
  const path = absolutePath(given);
  let waits = 0;
  let absences = 0;
  for (let attempt = 1; ; attempt++) {
    const before = await identityOf(path);
    if (before === undefined && attempt < ATTEMPTS && (await hasRetired(path))) {
      // Between the two renames of a writer: one that is alive needs a moment, one that was killed never ends.
      if (++waits < PATIENCE) await sleep(PAUSE);
      else await restoreFolder(path);
      continue;
    }
    try {
      const value = await read();
      if (attempt >= ATTEMPTS || before === (await identityOf(path))) return value;
    } catch (error) {
      const isSame = before === (await identityOf(path));
      // Of a quick writer both looks may have seen a gap, each another one.
      const isGap = isSame && before === undefined && ++absences < ABSENCES;
      if (attempt >= ATTEMPTS || (isSame && !isGap)) throw error;
      if (isGap) await sleep(PAUSE);
    }
  }
}

/** What distinguishes a folder from another one of its name; undefined where there is none that can be seen. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev} ${found.ino} ${found.ctimeNs}`;
}

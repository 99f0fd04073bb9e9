import { MissingPeer } from "@imdb/core";

/**
 * Loads an optional package when it is used.
 *
 * @throws `MISSING_PEER` when it is not installed; what it throws while loading otherwise
 */
export async function loadPeer<T>(peer: string, feature: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw cause;
    throw MissingPeer.create({ peer, feature }, { cause });
  }
}

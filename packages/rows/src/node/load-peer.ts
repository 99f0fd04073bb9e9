import { MissingPeer } from "@imdb/core";
import { errorCode } from "@imdb/runtime/files";

/**
 * Loads an optional package when it is used. It is named by a variable, and bundlers are told to leave it: one that
 * followed it would fail where the package is not installed, even if it were never loaded.
 *
 * @throws `MISSING_PEER` when it is not installed; what it throws while loading otherwise
 */
export async function loadPeer<T>(peer: string, feature: string): Promise<T> {
  try {
    return (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ peer)) as T;
  } catch (cause) {
    if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(errorCode(cause) ?? "")) throw cause;
    throw MissingPeer.create({ peer, feature }, { cause });
  }
}

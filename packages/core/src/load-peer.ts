import { MissingPeer } from "./errors/codes.js";

/**
 * Loads an optional package when it is first used. The package is named by a variable and bundlers are told to leave
 * the import alone: a bundler that followed it would fail where the package is not installed, even if it is never used.
 *
 * @param peer     The name of the package.
 * @param feature  What needs it, as the error's message begins: `The queue runner`.
 * @throws `MISSING_PEER` when it is not installed, naming the command that installs it; else what it throws while loading.
 */
export async function loadPeer<T>(peer: string, feature: string): Promise<T> {
  try {
    return (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ peer)) as T;
  } catch (cause) {
    const code = String((cause as { readonly code?: unknown } | null)?.code);
    if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(code)) throw cause;
    throw MissingPeer.create({ peer, feature }, { cause });
  }
}

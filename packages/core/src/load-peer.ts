import { assertArgument } from "./errors/assert-argument.js";
import { MissingPeer } from "./errors/codes.js";

/**
 * Loads an optional package when it is first used.
 *
 * The caller writes the import, so that the package is looked for where the caller is installed: with pnpm and Yarn PnP
 * other packages do not see it. It names the package by a variable and tells bundlers to leave the import alone: a
 * bundler that followed it would fail where the package is not installed, even if it is never used.
 *
 * @param peer        The name of the package.
 * @param feature     What needs it, as the error's message begins: `The queue runner`.
 * @param importPeer  `(peer) => import(peer)`, with the comments `webpackIgnore`, `turbopackIgnore` and `@vite-ignore`.
 * @returns What {@link providePeer} was given for it, else what the import loads.
 * @throws `MISSING_PEER` when it is not installed, naming the command that installs it; else what it throws while loading.
 */
export async function loadPeer<T>(
  peer: string,
  feature: string,
  importPeer: (peer: string) => Promise<unknown>,
): Promise<T> {
  const provided = providedPeers().get(peer);
  if (provided !== undefined) return provided as T;
  try {
    return (await importPeer(peer)) as T;
  } catch (cause) {
    if (!isNotFound(cause)) throw cause;
    throw MissingPeer.create({ peer, feature }, { cause });
  }
}

/**
 * Gives an optional package that the program has imported itself. For a program in one file, where nothing is installed
 * beside it: bundlers do not follow the imports of optional packages.
 *
 * @param peer    The name of the package.
 * @param module  What `import * as module from "…"` gives.
 * @throws `INVALID_OPTION`
 * @example no-run
 * import * as hyparquet from "hyparquet";
 * providePeer("hyparquet", hyparquet);
 */
export function providePeer(peer: string, module: object): void {
  assertArgument("peer", peer, "the name of a package", typeof peer === "string" && peer !== "");
  assertArgument("module", module, "an imported module", Object(module) === module);
  providedPeers().set(peer, module);
}

const PROVIDED = Symbol.for("@imdb/core/provided-peers");

/** One table in a process: a program can hold this package twice, as an ES module and as CommonJS. */
function providedPeers(): Map<string, object> {
  const shared = globalThis as { [PROVIDED]?: Map<string, object> };
  shared[PROVIDED] ??= new Map();
  return shared[PROVIDED];
}

/** Node and Bun give a code; browsers, which find no package by its name, a TypeError about the specifier. */
function isNotFound(cause: unknown): boolean {
  const { code, message } = Object(cause) as { readonly code?: unknown; readonly message?: unknown };
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") return true;
  return cause instanceof TypeError && /\bspecifier\b|^Module name/.test(String(message));
}

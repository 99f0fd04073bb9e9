import { assertArgument } from "./errors/assert-argument.js";
import { MissingPeer, UnloadablePeer } from "./errors/codes.js";

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
 * @throws `MISSING_PEER` when it is not installed, naming the command that installs it; `UNLOADABLE_PEER` in a VM without
 *         `import()`, such as that of Jest; else what it throws while loading.
 */
export async function loadPeer<T>(
  peer: string,
  feature: string,
  importPeer: (peer: string) => Promise<unknown>,
): Promise<T> {
  return (await loadPeers<[T]>([peer], feature, importPeer))[0];
}

/**
 * Loads several optional packages that one feature needs together, as {@link loadPeer} loads one.
 *
 * @returns The packages, in the order of `peers`.
 * @throws As {@link loadPeer}; `MISSING_PEER` names all that are not installed, with one command that installs them.
 */
export async function loadPeers<T extends readonly unknown[]>(
  peers: readonly string[],
  feature: string,
  importPeer: (peer: string) => Promise<unknown>,
): Promise<T> {
  const load = async (peer: string) => providedPeers().get(peer) ?? (await importPeer(peer));
  const results = await Promise.allSettled(peers.map(load));
  const failures = results.flatMap((result, i) =>
    result.status === "rejected" ? [{ peer: peers[i]!, cause: result.reason as unknown }] : [],
  );
  const missing = failures.filter(({ cause }) => isNotFound(cause));
  if (missing[0]) {
    const { peer, cause } = missing[0];
    const others = missing.slice(1).map((one) => one.peer);
    throw MissingPeer.create({ peer, ...(others.length > 0 && { others }), feature }, { cause });
  }
  if (failures[0]) {
    const { peer, cause } = failures[0];
    throw isWithoutImport(cause) ? UnloadablePeer.create({ peer, feature }, { cause }) : cause;
  }
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
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

/** A VM context that Node has given no way to import: that of Jest, unless a flag is set. */
function isWithoutImport(cause: unknown): boolean {
  const { code } = Object(cause) as { readonly code?: unknown };
  return String(code).startsWith("ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING");
}

/** Node and Bun give a code; browsers, which find no package by its name, a TypeError about the specifier. */
function isNotFound(cause: unknown): boolean {
  const { code, message } = Object(cause) as { readonly code?: unknown; readonly message?: unknown };
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") return true;
  return cause instanceof TypeError && /\bspecifier\b|^Module name/.test(String(message));
}

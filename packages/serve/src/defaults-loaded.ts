import { type Codec, loadPeers } from "@imdb/core";

/** With literal names, which the CommonJS build can require where there is no `import()`, as in Jest. */
const PEERS: Readonly<Record<string, () => Promise<unknown>>> = {
  "@imdb/features": () => import("@imdb/features"),
  "@imdb/train": () => import("@imdb/train"),
  "@imdb/data-pipeline": () => import("@imdb/data-pipeline/cleaning"),
};

/**
 * The codecs of the optional packages, loaded when they are first used: a static import of a package that is missing
 * ends the program before any code can say what to install.
 *
 * @throws `MISSING_PEER`, which names all that are missing.
 */
export async function loadDefaultCodecs(): Promise<readonly Codec[]> {
  try {
    return (await import("./defaults-codecs.js")).defaultCodecs;
  } catch (cause) {
    await loadPeers(Object.keys(PEERS), "@imdb/serve/defaults", (peer) => PEERS[peer]!());
    throw cause;
  }
}

import { type Codec, loadPeer } from "@imdb/core";

const FEATURE = "@imdb/serve/defaults, which uses @imdb/features, @imdb/train and @imdb/data-pipeline,";
const PEERS = ["@imdb/features", "@imdb/train", "@imdb/data-pipeline"];

/**
 * The codecs of the optional packages, loaded when they are first used: a static import of a package that is missing
 * ends the program before any code can say what to install.
 *
 * @throws `MISSING_PEER`
 */
export async function loadDefaultCodecs(): Promise<readonly Codec[]> {
  try {
    return (await import("./defaults-codecs.js")).defaultCodecs;
  } catch (cause) {
    for (const peer of PEERS) await loadPeer(peer, FEATURE, importPeer);
    throw cause;
  }
}

function importPeer(peer: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ peer);
}

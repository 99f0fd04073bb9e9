import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { digestOf } from "../optional/tools.mjs";

const here = new URL(".", import.meta.url);

const file = (name) => fileURLToPath(new URL(name, here));

/** Written when the JavaScript peers are installed to the end; holds the digest of their list. */
export const JAVASCRIPT_STAMP = file("node_modules/.installed");

/** Whether the JavaScript peers are installed, from the list as it is now. */
export function hasJavaScriptPeers() {
  return (
    existsSync(JAVASCRIPT_STAMP) && readFileSync(JAVASCRIPT_STAMP, "utf8") === digestOf(file("package.json"))
  );
}

/** Imports a JavaScript peer by its package name. */
export function importPeer(name) {
  return import(pathToFileURL(createRequire(new URL("package.json", here)).resolve(name)).href);
}

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = new URL(".", import.meta.url);

/** Whether the JavaScript peers are installed. */
export function hasJavaScriptPeers() {
  return existsSync(fileURLToPath(new URL("node_modules", here)));
}

/** Imports a JavaScript peer by its package name. */
export function importPeer(name) {
  return import(pathToFileURL(createRequire(new URL("package.json", here)).resolve(name)).href);
}

// `node tools/optional/found.mjs`: the runtime, and every optional tool with the path where it was found, a line each.
// nx takes these lines as an input of the tests: what was tested without a browser, or on another version of Node, is
// tested again.
import { statSync } from "node:fs";
import { toolNames, toolPath } from "./tools.mjs";

console.log(`node: ${process.version}, ${process.platform}, ${process.arch}`);
for (const name of toolNames()) console.log(`${name}: ${describe(toolPath(name))}`);

/** A path, and what changes when another version is installed there. */
function describe(path) {
  if (path === undefined) return "not found";
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return size === undefined ? path : `${path} (${size} bytes of ${new Date(mtimeMs).toISOString()})`;
}

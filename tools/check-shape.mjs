// `node tools/check-shape.mjs [folder]`: checks the structure of the packages from their sources, without a build.
// Prints every problem as `file:line: what is wrong`; exits 1 when there is any. Warnings do not count.
import { fileURLToPath } from "node:url";
import { browserSafety } from "./shape/browser-safety.mjs";
import { circles } from "./shape/circles.mjs";
import { dependencies } from "./shape/dependencies.mjs";
import { errorCodes } from "./shape/error-codes.mjs";
import { errorPage } from "./shape/error-page.mjs";
import { fileLength } from "./shape/file-length.mjs";
import { functionLength } from "./shape/function-length.mjs";
import { layers } from "./shape/layers.mjs";
import { machineTraces } from "./shape/machine-traces.mjs";
import { optionalPeers } from "./shape/optional-peers.mjs";
import { packageShape } from "./shape/package-shape.mjs";
import { readWorkspace } from "./shape/read-workspace.mjs";
import { timers } from "./shape/timers.mjs";
import { writtenOnce } from "./shape/written-once.mjs";

const CHECKS = [
  packageShape,
  layers,
  circles,
  writtenOnce,
  dependencies,
  browserSafety,
  optionalPeers,
  errorCodes,
  errorPage,
  machineTraces,
  fileLength,
  functionLength,
  timers,
];

const workspace = readWorkspace(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
const problems = CHECKS.flatMap((check) => check(workspace));
for (const { file, line, message, warning } of problems) {
  console.log(`${file}:${line}: ${warning ? "warning: " : ""}${message}`);
}
const errors = problems.filter((problem) => !problem.warning).length;
const sources = workspace.packages.reduce((sum, { sources }) => sum + sources.length, 0);
console.log(
  `shape: ${workspace.packages.length} packages, ${sources} source files, ${errors} errors, ${problems.length - errors} warnings`,
);
process.exitCode = errors > 0 ? 1 : 0;

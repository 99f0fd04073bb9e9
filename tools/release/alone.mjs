import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolatedLayout } from "./layouts.mjs";
import { run } from "./processes.mjs";

const DEFAULTS = "@imdb/serve/defaults";
/** Test runners that imitate a browser, and edge workers, find entries by these conditions. */
const CONDITIONS = ["browser", "workerd", "edge-light"];
const required = (then) => `Promise.resolve(require("${DEFAULTS}")).then(${then})`;
const imported = (then) => `import("${DEFAULTS}").then(${then})`;
const failing = `({ loadModel }) => loadModel("model").catch((error) => console.log(error.code, error.remedy))`;
const listing = "({ loadModel }) => console.log(typeof loadModel)";

/**
 * `@imdb/serve` where the packages that its defaults wire are not installed: the command gives help, and loading a
 * model names what to install. And where they are: every condition of its entry loads as ES module and as CommonJS.
 */
export async function aloneProblems(packages) {
  const folder = await mkdtemp(join(tmpdir(), "imdb-alone-"));
  try {
    const [alone, together] = [join(folder, "alone"), join(folder, "together")];
    const serve = packages.find(({ name }) => name === "@imdb/serve");
    const needed = packages.filter(({ name }) => name !== "@imdb/create");
    await isolatedLayout(needed, alone, [{ folder: join(alone, "project"), direct: [serve.name] }]);
    const direct = [serve.name, ...Object.keys(serve.manifest.peerDependencies)];
    await isolatedLayout(needed, together, [{ folder: join(together, "project"), direct }]);
    const command = "node_modules/@imdb/serve/bin/imdb-serve.js";
    const install = "npm install @imdb/features @imdb/train @imdb/data-pipeline";
    const missing = new RegExp(`^MISSING_PEER Run: ${install}$`, "m");
    return (
      await Promise.all([
        wrong(alone, [command, "--help"], /imdb-serve serve BUNDLE/),
        wrong(alone, [command, "serve", "model"], new RegExp(install)),
        wrong(alone, ["-e", imported(failing)], missing),
        wrong(alone, ["-e", required(failing)], missing),
        ...CONDITIONS.flatMap((condition) => [
          wrong(together, ["-C", condition, "-e", imported(listing)], /^function$/m),
          wrong(together, ["-C", condition, "-e", required(listing)], /^function$/m),
        ]),
      ])
    ).flat();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function wrong(folder, args, expected) {
  const { output } = await run("node", args, { cwd: join(folder, "project") });
  return expected.test(output) ? [] : [`node ${args.join(" ")}: ${output}`];
}

// Bundles a script with the sources that it imports, so that a process with it starts quickly and nothing need be built.
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsup";

const built = new Map();

/** @returns The path of the bundle, which is made once in a process. */
export function builtScript(script) {
  if (!built.has(script.href)) built.set(script.href, bundle(fileURLToPath(script)));
  return built.get(script.href);
}

async function bundle(path) {
  let root = dirname(path);
  while (!existsSync(join(root, "package.json"))) root = dirname(root);
  const name = basename(path, ".ts");
  const outDir = join(root, ".tsc", "crash");
  await build({
    entry: { [name]: path },
    outDir,
    format: "esm",
    target: "node20",
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/^@imdb\//],
    // For dependencies in CommonJS.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    esbuildOptions: (options) => {
      options.conditions = ["@imdb/source"];
      // Threads find their scripts as in the built package.
      options.define = {
        "import.meta.url": JSON.stringify(pathToFileURL(join(root, "dist", "index.js")).href),
      };
    },
    config: false,
    dts: false,
    silent: true,
    clean: false,
    splitting: false,
  });
  return join(outDir, `${name}.mjs`);
}

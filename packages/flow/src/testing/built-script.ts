import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsup";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bundles a script of this folder, so that a process with it starts quickly. Returns the path of the bundle. */
export async function builtScript(name: string): Promise<string> {
  await build({
    entry: { [name]: `${root}src/testing/${name}.ts` },
    outDir: `${root}.tsc`,
    format: "esm",
    target: "node20",
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/^@imdb\//],
    esbuildOptions: (options) => {
      options.conditions = ["@imdb/source"];
      // Threads find their scripts as in the built package.
      options.define = { "import.meta.url": JSON.stringify(pathToFileURL(`${root}dist/index.js`).href) };
    },
    config: false,
    dts: false,
    silent: true,
    clean: false,
    splitting: false,
  });
  return `${root}.tsc/${name}.mjs`;
}

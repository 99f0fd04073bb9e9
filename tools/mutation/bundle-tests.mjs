// Bundles the tests of an area with the sources that they test. Stryker calls it in the folder of the package, when it
// has written all changes into the sources. IMDB_MUTATION_PATTERNS are the tests, IMDB_MUTATION_TESTS is the bundle.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { globSync } from "tinyglobby";

const folder = process.cwd();
const api = fileURLToPath(new URL("test-api.mjs", import.meta.url));
const files = globSync(JSON.parse(process.env.IMDB_MUTATION_PATTERNS), { cwd: folder }).sort();
const lines = files.map(
  (file) => `beginFile(${JSON.stringify(file)}); await import(${JSON.stringify(`./${file}`)});`,
);
const seed = 'import fc from "fast-check"; fc.configureGlobal({ seed: 1 });';

/** Sources of the workspaces are bundled, all else is imported from where it is installed. */
const places = {
  name: "places",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: pathToFileURL(api).href, external: true }));
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind !== "entry-point" && !path.startsWith("@imdb/")) return { external: true };
    });
    // Files beside a test are found by the place of the source, not of the bundle.
    onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: path.endsWith(".ts") ? "ts" : "js",
      resolveDir: dirname(path),
    }));
  },
};

await build({
  stdin: {
    contents: [`import { beginFile } from "vitest";`, seed, ...lines].join("\n"),
    resolveDir: folder,
    sourcefile: join(folder, "all.test.mjs"),
  },
  outfile: process.env.IMDB_MUTATION_TESTS,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  conditions: ["@imdb/source"],
  plugins: [places],
  logLevel: "error",
});

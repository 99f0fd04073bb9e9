import { readFileSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { pureInitializers } from "./pure-initializers.ts";
import { requireInCommonJs } from "./require-in-commonjs.ts";

/**
 * One build for every package: ESM and CommonJS (`tsup`), and apart from them, because they
 * take most of the time and only a release needs them, declarations for both (`tsup --env.types`).
 *
 * @param entry  Entry files of the package, each listed in its `exports`.
 * @param more   What one package needs besides.
 */
export function library(entry: string[], more: Options = {}) {
  return defineConfig(({ env }) => configOf(entry, more, env?.["types"] !== undefined));
}

/**
 * The same for a package with threads of its own. `src/worker-script.ts` says where their script is, and `src/worker.ts`
 * is the script: one file with all that it needs, which starts sooner, can be copied beside a bundle, and does not
 * depend on the conditions by which others are found. Optional peers that are not ours stay outside.
 */
export function libraryWithThreads(entry: string[], more: Options = {}) {
  const { name, peerDependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
  const peers = Object.keys(peerDependencies).filter((peer) => !peer.startsWith("@imdb/"));
  return defineConfig(({ env }) => {
    const types = env?.["types"] !== undefined;
    // An entry is built into the top of `dist`, beside the script.
    const scriptPlace = { ...more, esbuildPlugins: [scriptPlaceInCommonJs] };
    const entries = configOf(types ? entry : [...entry, "src/worker-script.ts"], scriptPlace, types);
    const script = {
      entry: { [`${name.replace("@", "").replace("/", "-")}-worker`]: "src/worker.ts" },
      format: ["esm"],
      // A copy is a module wherever it is put.
      outExtension: () => ({ js: ".mjs" }),
      clean: false,
      splitting: false,
      noExternal: peers.length === 0 ? [/./] : [new RegExp(`^(?!(?:${peers.join("|")})(?:/|$))`)],
    } satisfies Options;
    // Declarations are for callers, and nobody calls a thread.
    return types ? [entries] : [entries, configOf([], script, types)];
  });
}

/** CommonJS has no `import.meta.url`: in its build the script is in the folder of the file. */
const scriptPlaceInCommonJs: Plugin = {
  name: "script-place-in-commonjs",
  setup({ initialOptions, onLoad }) {
    if (initialOptions.define?.["TSUP_FORMAT"] !== '"cjs"') return;
    onLoad({ filter: /src\/worker-script\.ts$/ }, ({ path }) => {
      const literal = /new URL\("\.\/([\w-]+\.mjs)", import\.meta\.url\)/;
      const source = readFileSync(path, "utf8").replace(literal, 'pathToFileURL(join(__dirname, "$1"))');
      const imports = 'import { join } from "node:path";\nimport { pathToFileURL } from "node:url";\n';
      return { contents: imports + source, loader: "ts" };
    });
  },
};

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

function configOf(entry: string[], more: Options, types: boolean): Options {
  return {
    entry,
    format: ["esm", "cjs"],
    target: "node20",
    // tsup builds declarations itself, outside the project references.
    dts: types ? { only: true, compilerOptions: { composite: false } } : false,
    // The code is not minified: a stack trace leads to readable lines, and maps would be two thirds of each tarball.
    sourcemap: false,
    // Each of the two leaves what the other made.
    clean: [types ? "!**/*.{js,cjs,mjs,map}" : "!**/*.d.{ts,cts}"],
    treeshake: true,
    splitting: true,
    shims: false,
    plugins: [pureInitializers(), requireInCommonJs()],
    ...more,
  };
}

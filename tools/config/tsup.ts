import { defineConfig, type Options } from "tsup";
import { pureInitializers } from "./pure-initializers.ts";

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
 * The same for a package with threads of its own, whose scripts start faster from one file each; and then it does
 * not matter by which conditions others are found.
 *
 * @param threads  Their scripts below `src` and below `dist`, without the ending.
 */
export function libraryWithThreads(entry: string[], ...threads: string[]) {
  return defineConfig(({ env }) => {
    const types = env?.["types"] !== undefined;
    // The thread is found by import.meta.url, which CommonJS lacks.
    const entries = configOf(entry, { shims: true }, types);
    const script = {
      entry: Object.fromEntries(threads.map((thread) => [thread, `src/${thread}.ts`])),
      format: ["esm"],
      clean: false,
      splitting: false,
      noExternal: [/./],
    } satisfies Options;
    // Declarations are for callers, and nobody calls a thread.
    return types ? [entries] : [entries, configOf([], script, types)];
  });
}

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
    clean: [types ? "!**/*.{js,cjs,map}" : "!**/*.d.{ts,cts}"],
    treeshake: true,
    splitting: true,
    shims: false,
    plugins: [pureInitializers()],
    ...more,
  };
}

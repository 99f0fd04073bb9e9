import { defineConfig, type Options } from "tsup";

/**
 * One build for every package: ESM and CommonJS (`tsup`), and apart from them, because they
 * take most of the time and only a release needs them, declarations for both (`tsup --env.types`).
 *
 * @param entry  Entry files of the package, each listed in its `exports`.
 * @param more   What one package needs besides.
 */
export function library(entry: string[], more: Options = {}) {
  return defineConfig(({ env }) => ({
    entry,
    format: ["esm", "cjs"],
    target: "node20",
    // tsup builds declarations itself, outside the project references.
    dts: env?.["types"] ? { only: true, compilerOptions: { composite: false } } : false,
    // The code is not minified: a stack trace leads to readable lines, and maps would be two thirds of each tarball.
    sourcemap: false,
    // Each of the two leaves what the other made.
    clean: [env?.["types"] ? "!**/*.{js,cjs,map}" : "!**/*.d.{ts,cts}"],
    treeshake: true,
    splitting: true,
    shims: false,
    ...more,
  }));
}

import { defineConfig, type Options } from "tsup";

/**
 * One build for every package: ESM and CommonJS, declarations for both, source maps.
 *
 * @param entry  Entry files of the package, each listed in its `exports`.
 * @param more   What one package needs besides.
 */
export function library(entry: string[], more: Options = {}) {
  return defineConfig({
    entry,
    format: ["esm", "cjs"],
    target: "node20",
    // tsup builds declarations itself, outside the project references.
    dts: { compilerOptions: { composite: false } },
    sourcemap: true,
    clean: true,
    treeshake: true,
    splitting: true,
    shims: false,
    ...more,
  });
}

import type { Options } from "tsup";

/**
 * Writes `import("…")` of a literal name as `require` in the CommonJS build. Jest without `--experimental-vm-modules`,
 * and a script of `node:vm`, have no `import()`. Names in variables stay: they are packages that may be ES modules alone.
 */
export function requireInCommonJs(): NonNullable<Options["plugins"]>[number] {
  return {
    name: "require-in-commonjs",
    renderChunk(code, { path }) {
      return path.endsWith(".cjs") ? { code: withRequire(code) } : undefined;
    },
  };
}

/** The result is a namespace, as `import()` returns it: a CommonJS module is its `default`. */
export function withRequire(code: string): string {
  return code.replace(/\bimport\((["'][^"'\n]+["'])\)/g, (_, name) => {
    const namespace = "module.__esModule ? module : { ...module, default: module }";
    return `Promise.resolve().then(() => ((module) => (${namespace}))(require(${name})))`;
  });
}

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const DISPLAY = fileURLToPath(new URL("../../packages/core/src/display", import.meta.url));

/**
 * Bundles modules for a browser, as a user's bundler does, and returns the code: a script that sets one global.
 *
 * @param source      The text of the entry module; it imports by absolute paths or by the names of packages.
 * @param globalName  The global that holds what the entry exports.
 * @param conditions  Export conditions besides those of a browser. Default: the packages' sources.
 */
export async function bundleForBrowser(source, globalName, conditions = ["@imdb/source"]) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL("../..", import.meta.url)), loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    globalName,
    platform: "browser",
    target: "node20",
    minify: true,
    conditions,
    plugins: [withoutViews],
    logLevel: "error",
  });
  return outputFiles[0].text;
}

/** As in the built packages: in a browser objects have no short views. Their sources do not name the condition. */
const withoutViews = {
  name: "without-views",
  setup: ({ onLoad }) =>
    onLoad({ filter: /core\/src\/display\/index\.ts$/ }, () => ({
      contents: 'export * from "./web.js";',
      loader: "ts",
      resolveDir: DISPLAY,
    })),
};

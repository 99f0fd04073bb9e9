import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * The bytes of a module when it is bundled from the built packages as users bundle it: everything it needs, without
 * what it does not use, minified; and the same gzipped.
 *
 * @param module  Its text, and its platform: `browser`; or `node`, without Node's own modules.
 * @param absent  Packages that a program of Node need not have.
 */
export async function measure(root, { code, platform }, absent) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    write: false,
    format: "esm",
    platform,
    target: "es2022",
    minify: true,
    legalComments: "none",
    external: platform === "node" ? absent : [],
    logLevel: "error",
  });
  const bytes = outputFiles[0].contents;
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
}

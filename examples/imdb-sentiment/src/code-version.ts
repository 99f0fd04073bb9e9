import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = ["core", "data-pipeline", "features", "train", "monitor", "serve", "tracking", "flow"];

/**
 * A hash of the code that produces the result: the built files of this example and of all `@imdb` packages. A version
 * number alone is not enough: a stored result would still be used after a change of the code between two releases.
 */
export async function codeVersion(): Promise<string> {
  const require = createRequire(import.meta.url);
  const folders = PACKAGES.map((name) =>
    join(dirname(require.resolve(`@imdb/${name}/package.json`)), "dist"),
  );
  const files = (await Promise.all(folders.map(scriptsIn))).flat();
  const hash = createHash("sha256");
  for (const bytes of await Promise.all(
    [fileURLToPath(import.meta.url), ...files].map((path) => readFile(path)),
  )) {
    hash.update(`${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/** Paths of the ES modules in a folder, in a fixed order. */
async function scriptsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => join(folder, name));
}

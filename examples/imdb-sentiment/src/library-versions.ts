import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const PACKAGES = ["core", "data-pipeline", "features", "train", "monitor"];

/** The versions of the packages that produce the model. */
export async function libraryVersions(): Promise<Record<string, string>> {
  const require = createRequire(import.meta.url);
  const versions: Record<string, string> = {};
  for (const name of PACKAGES) {
    const path = require.resolve(`@imdb/${name}/package.json`);
    const { version } = JSON.parse(await readFile(path, "utf8")) as { version: string };
    versions[`@imdb/${name}`] = version;
  }
  return versions;
}

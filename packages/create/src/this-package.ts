import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseWith } from "@imdb/core";
import * as z from "zod";

const here = fileURLToPath(import.meta.url).replaceAll("\\", "/");

/** The folder of this package, found from `src` and from `dist`. */
export const packageRoot = here.slice(0, Math.max(here.lastIndexOf("/src/"), here.lastIndexOf("/dist/")));

/** The version of all packages, for the dependencies of a new project. */
export async function packageVersion(): Promise<string> {
  const path = join(packageRoot, "package.json");
  return parseWith(z.object({ version: z.string() }), JSON.parse(await readFile(path, "utf8")), path).version;
}

import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
const EXTENSIONS = { esm: "mjs", cjs: "cjs" };

/**
 * Bundles a program and all of our packages that it uses in one file, in a folder with nothing else, and runs it: alone,
 * with the worker script under another name, which it gets as `workerScript`, and with the script beside it. Needs the
 * built packages.
 *
 * @param script  The package whose threads the program starts, by its folder.
 * @returns       For each run the result, the number of threads that were started, and standard error.
 */
export async function runInOneFile({ imports, main, args = [], script, format }) {
  const folder = await mkdtemp(join(tmpdir(), "one-file-"));
  const file = join(folder, `program.${EXTENSIONS[format]}`);
  const built = scriptOf(script);
  const renamed = join(folder, "renamed.mjs");
  try {
    await build({
      stdin: { contents: programOf(imports, main), resolveDir: ROOT },
      outfile: file,
      bundle: true,
      platform: "node",
      format,
      // Dependencies in CommonJS call `require`, which a module has not: esbuild leaves it to its users to make one.
      banner: format === "esm" ? { js: REQUIRE } : {},
      logLevel: "error",
    });
    const alone = await run(file, ["", ...args]);
    await copyFile(built, renamed);
    const named = await run(file, [renamed, ...args]);
    await copyFile(built, join(folder, basename(built)));
    const beside = await run(file, ["", ...args]);
    return { alone, named, beside };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function scriptOf(name) {
  return join(ROOT, "packages", name, "dist", `imdb-${name}-worker.mjs`);
}

function programOf(imports, main) {
  return `${imports}
let threads = 0;
process.on("worker", () => threads++);
async function main() {
  const workerScript = process.argv[2] || undefined;
  ${main}
}
main().then((result) => console.log(JSON.stringify({ threads, result })));`;
}

async function run(file, args) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args], {
    timeout: 60_000,
  });
  return { ...JSON.parse(stdout), stderr };
}

import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BROWSER_ENTRIES } from "../shape/browser-safety.mjs";
import { ROOT } from "./pack.mjs";

const CONSUMER = fileURLToPath(new URL("consumer.ts", import.meta.url));
const TSC = `${ROOT}node_modules/typescript/bin/tsc`;
/** The oldest that the packages promise; the README of core says so too. */
const OLDEST_TYPESCRIPT = "~5.4.5";
const STRICT = {
  strict: true,
  target: "ES2022",
  lib: ["ES2023"],
  types: ["node"],
  // Our declarations are checked too, as a user without `skipLibCheck` checks them.
  skipLibCheck: false,
};

/**
 * In an empty folder with nothing but the tarballs: every entry loads as ESM and as CommonJS with the same exports,
 * every entry for browsers goes through a bundler, and a consumer type-checks (node10, node16 from both, bundler) and runs
 * (both).
 */
export async function consumerProblems(packages) {
  const folder = await mkdtemp(join(tmpdir(), "imdb-consumer-"));
  try {
    return await consume(packages, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function consume(packages, folder) {
  const dependencies = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const devDependencies = {
    "@types/node": "^20",
    "typescript-oldest": `npm:typescript@${OLDEST_TYPESCRIPT}`,
  };
  const manifest = { private: true, type: "module", dependencies, devDependencies };
  await write("package.json", manifest);
  const installed = await run("npm", [
    "install",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
  ]);
  if (installed) return [`the tarballs do not install: ${installed}`];

  const entries = packages.flatMap(entriesOf);
  await writeFile(join(folder, "entries.mjs"), entriesCheck(entries));
  await writeFile(join(folder, "texts.csv"), "id,text\n1,great fun\n2,dull\n");
  for (const name of ["typed.mts", "typed.cts", "bundled/typed.ts", "old/typed.ts"])
    await cp(CONSUMER, join(folder, name));
  const node16 = { ...STRICT, module: "node16", moduleResolution: "node16", outDir: "out" };
  const bundler = { ...STRICT, module: "ESNext", moduleResolution: "bundler", noEmit: true };
  // Other packages say nothing to this resolution, and their declarations do not check under it.
  const node10 = {
    ...STRICT,
    module: "CommonJS",
    moduleResolution: "node10",
    noEmit: true,
    skipLibCheck: true,
  };
  await write("old/tsconfig.json", { compilerOptions: node10, files: ["typed.ts"] });
  await write("tsconfig.json", { compilerOptions: node16, files: ["typed.mts", "typed.cts"] });
  await write("bundled/tsconfig.json", { compilerOptions: bundler, files: ["typed.ts"] });

  const problems = await Promise.all([
    problem("an entry does not load", "node", ["entries.mjs"]),
    problem("node16 does not type-check", "node", [TSC, "-p", "tsconfig.json"]),
    problem("the oldest TypeScript does not type-check", "node", [
      "node_modules/typescript-oldest/bin/tsc",
      "-p",
      "tsconfig.json",
      "--noEmit",
    ]),
    problem("bundler does not type-check", "node", [TSC, "-p", "bundled/tsconfig.json"]),
    problem("node10 does not type-check", "node", [TSC, "-p", "old/tsconfig.json"]),
    bundleProblems(folder),
  ]);
  for (const [what, file] of [
    ["ESM", "out/typed.mjs"],
    ["CommonJS", "out/typed.cjs"],
  ]) {
    if (problems.flat().length > 0) break;
    problems.push(await problem(`the ${what} consumer fails`, "node", [file]));
    await Promise.all(
      ["model", "mlruns"].map((made) => rm(join(folder, made), { recursive: true, force: true })),
    );
  }
  return problems.flat();

  function write(name, value) {
    return writeFile(join(folder, name), JSON.stringify(value));
  }

  async function problem(what, program, args) {
    const output = await run(program, args);
    return output ? [`${what}: ${output}`] : [];
  }

  function run(program, args) {
    return new Promise((resolve) => {
      const options = { cwd: folder, maxBuffer: 1 << 26, env: { ...process.env, NODE_OPTIONS: "" } };
      execFile(program, args, options, (error, stdout, stderr) => {
        resolve(error ? `${stdout}${stderr}` || error.message : "");
      });
    });
  }
}

/** A bundler looks up every import that it sees, also those that would never be loaded. */
async function bundleProblems(folder) {
  const entries = Object.entries(BROWSER_ENTRIES).flatMap(([name, paths]) =>
    paths.filter((path) => path !== "./testing").map((path) => `@imdb/${name}${path.slice(1)}`),
  );
  const contents = entries.map((entry, i) => `export * as entry${i} from "${entry}";`).join("\n");
  const stdin = { contents, resolveDir: folder };
  try {
    await build({
      stdin,
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
    return [];
  } catch (error) {
    return [`a bundler for browsers fails: ${error.message}`];
  }
}

/** The entries of a packed package, as they are imported. */
export function entriesOf({ name, manifest }) {
  return Object.keys(manifest.exports)
    .filter((path) => path !== "./package.json" && path !== "./worker")
    .map((path) => name + path.slice(1));
}

function entriesCheck(entries) {
  return `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
for (const entry of ${JSON.stringify(entries)}) {
  const names = (module) => Object.keys(module).filter((name) => name !== "default" && name !== "__esModule").sort().join();
  const [esm, cjs] = [names(await import(entry)), names(require(entry))];
  if (esm === "" || esm !== cjs) throw new Error(\`\${entry}: ESM exports \${esm}, CommonJS exports \${cjs}\`);
}
`;
}

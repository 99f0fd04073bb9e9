import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { INSTALL } from "../release/install-arguments.mjs";
import { run } from "../release/processes.mjs";
import { NotChecked } from "./not-checked.mjs";

const PROGRAM = fileURLToPath(new URL("program", import.meta.url));
/** The packages that the program imports: what a user of it installs. */
const USED = ["core", "data-pipeline", "features", "monitor", "runtime", "serve", "train"];

/**
 * The folder of one cell, and what its steps do there.
 *
 * @param packages  What `packAll` returned.
 * @param isHeavy   Whether the long form is run: more rows, more versions.
 */
export function createPlace({ name, folder, packages, isHeavy, shared }) {
  const rows = isHeavy ? 150_000 : 6_000;
  const env = cellEnvironment(rows);
  return {
    folder,
    isHeavy,
    model: join(shared, "out/model"),
    env,
    run: runHere,
    succeed,
    write,
    templateOf: (cell, into) =>
      cp(fileURLToPath(new URL(cell, import.meta.url)), join(folder, into), templateFiles),
    template: () => cp(fileURLToPath(new URL(name, import.meta.url)), folder, templateFiles),
    copyShared: (file, into = file) => cp(join(shared, file), join(folder, into)),
    program: (form, into = "program") => writeProgram(form, join(folder, into)),
    manifest: (more = {}) => write("package.json", { ...projectManifest(packages), ...more }),
    deploy,
    npmInstall,
    tool,
    registry: registryOfNpm(),
    versionOf: (tool) => versionIn(folder, tool),
    remove: (path) => rm(join(folder, path), { recursive: true, force: true }),
    bin: (tool) => join(folder, "node_modules/.bin", tool),
  };

  /** Lays down a project with the packages and these tools, and installs both with npm. */
  async function npmInstall(tools = {}, more = {}) {
    await write("package.json", { ...projectManifest(packages), devDependencies: tools, ...more });
    const { status, output } = await runHere("npm", INSTALL);
    if (status === 0) return;
    await toolsAlone(tools);
    throw new Error(`npm install: ${output}`);
  }

  /** A tool that is a package of the registry, in a folder of its own: package managers and runtimes. */
  async function tool(name, range) {
    const apart = join(folder, "tools", name);
    await mkdir(apart, { recursive: true });
    await writeFile(
      join(apart, "package.json"),
      JSON.stringify({ private: true, dependencies: { [name]: range } }),
    );
    const { status, output } = await run("npm", INSTALL, { cwd: apart, env });
    if (status !== 0) throw new NotChecked(`npm install ${name}@${range} fails: ${firstLine(output)}`);
    const path = (file) => join(apart, "node_modules", name, file);
    return { path, version: await versionIn(apart, name) };
  }

  /** The tools without the packages: where these do not install either, the machine lacks them. */
  async function toolsAlone(tools) {
    const apart = join(folder, "tools-alone");
    await mkdir(apart, { recursive: true });
    const dependencies = { zod: "4", ...tools };
    await writeFile(join(apart, "package.json"), JSON.stringify({ private: true, dependencies }));
    const { status, output } = await run("npm", INSTALL, { cwd: apart, env });
    if (status !== 0) throw new NotChecked(`npm install of its tools fails: ${firstLine(output)}`);
  }

  /** Copies a part of the project to another folder, as to a server, and works there while the project is away. */
  async function deploy(part, work) {
    const [deployed, away] = [`${folder}-deployed`, `${folder}-away`];
    await rm(deployed, { recursive: true, force: true });
    // Links of a copy that were made absolute would lead back into the project.
    await cp(join(folder, part), deployed, { recursive: true, verbatimSymlinks: true });
    await rename(folder, away);
    try {
      return await work(deployed);
    } finally {
      await rename(away, folder);
      await rm(deployed, { recursive: true, force: true });
    }
  }

  /** Runs a program to its end in the cell's folder. */
  function runHere(program, args, { seconds = 240, cwd = folder, env: more = {} } = {}) {
    return run(program, args, { cwd, env: { ...env, ...more }, seconds });
  }

  /** The same; another exit status than 0 is an error with what was printed. */
  async function succeed(program, args, options) {
    const { status, output } = await runHere(program, args, options);
    const command = [program.split("/").at(-1), ...args].join(" ");
    if (status !== 0) throw new Error(`\`${command.slice(0, 60)}\` ended with ${status}: ${output.trim()}`);
    return output;
  }

  async function write(path, value) {
    const text = typeof value === "string" ? value : `${JSON.stringify(value, null, 2)}\n`;
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const templateFiles = { recursive: true, filter: (path) => !path.endsWith("cell.mjs") };

/** A manifest with the packages from the tarballs; those that they depend on come from tarballs too. */
function projectManifest(packages) {
  const tarballs = packages.map(({ name, tarball }) => [name, `file:${tarball}`]);
  const isUsed = ([name]) => USED.includes(name.slice("@imdb/".length));
  const dependencies = Object.fromEntries(tarballs.filter(isUsed));
  const overrides = Object.fromEntries(
    tarballs.map(([name, file]) => [name, dependencies[name] ? `$${name}` : file]),
  );
  return { name: "films", private: true, type: "module", dependencies, overrides };
}

/** Tarballs by the names of the packages, for tools whose field is not npm's `overrides`. */
export function resolutionsOf(packages) {
  return Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
}

/** Writes the shared program as TypeScript, as JavaScript with `import`, or as JavaScript with `require`. */
async function writeProgram(form, into) {
  await mkdir(into, { recursive: true });
  if (form === "ts") return cp(PROGRAM, into, { recursive: true });
  const format = form === "cjs" ? "cjs" : "esm";
  for (const file of await readdir(PROGRAM)) {
    const source = await readFile(join(PROGRAM, file), "utf8");
    const { code } = await transform(source, { loader: "ts", format, target: "es2022" });
    await writeFile(join(into, file.replace(/\.ts$/, ".js")), code);
  }
  const type = form === "cjs" ? "commonjs" : "module";
  await writeFile(join(into, "package.json"), JSON.stringify({ type }));
}

async function versionIn(folder, tool) {
  const manifest = await realpath(join(folder, "node_modules", tool, "package.json"));
  return JSON.parse(await readFile(manifest, "utf8")).version;
}

/** Nothing of this checkout and of the npm script that started this. */
function cellEnvironment(rows) {
  const { NODE_OPTIONS: _, IMDB_DATA: __, ...rest } = process.env;
  const own = Object.entries(rest).filter(([key]) => !/^npm_(?:config|package|lifecycle)/i.test(key));
  return { ...Object.fromEntries(own), ROWS: String(rows), CI: "1", DO_NOT_TRACK: "1" };
}

/** Where npm gets packages, for tools that do not read its settings. */
function registryOfNpm() {
  const setting = (name) => execFileSync("npm", ["config", "get", name], { encoding: "utf8" }).trim();
  const cafile = setting("cafile");
  return { url: setting("registry"), cafile: cafile === "null" ? undefined : cafile };
}

export function firstLine(text) {
  const lines = text.split("\n").map((line) => line.replace(/\x1b\[[0-9;]*m/g, "").trim());
  return lines.find((line) => line !== "") ?? "";
}

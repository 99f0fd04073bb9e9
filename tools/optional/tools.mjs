// The optional tools of this checkout: what each is for, where it is looked for, and how to get it. Tests, examples,
// benchmarks and scripts ask `toolPath` (or, in a test, `toolFor`, which says what is left out).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const isWindows = process.platform === "win32";

/**
 * Every optional tool by its name. `variable` names it if set; else it is the first of `programs`, all that are there.
 */
const TOOLS = {
  browser: {
    title: "a Chromium browser",
    remedy:
      "install chromium (Debian, Ubuntu: apt-get install chromium) or Chrome, or set CHROMIUM_PATH to one",
    variable: "CHROMIUM_PATH",
    programs: () => [...programsOnPath(...BROWSERS), ...browserPlaces().filter(isProgram)],
  },
  redis: {
    title: "a Redis or Valkey server",
    remedy: "install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server)",
    programs: () => programsOnPath("redis-server", "valkey-server"),
  },
  peers: {
    title: "the Python peers (scikit-learn, MLflow, onnxruntime and others)",
    remedy: "run node tools/peers/setup, or set IMDB_PEERS_PYTHON to an interpreter that has them",
    variable: "IMDB_PEERS_PYTHON",
    programs: () => peersIn(".venv", "requirements.txt"),
  },
  mlflow2: {
    title: "a Python with MLflow 2",
    remedy: "run node tools/peers/setup --mlflow2, or set IMDB_MLFLOW2_PYTHON to an interpreter that has it",
    variable: "IMDB_MLFLOW2_PYTHON",
    programs: () => peersIn(".venv-mlflow2", "requirements-mlflow2.txt"),
  },
  archive: {
    title: "the archive of the 50,000 reviews",
    remedy: "set IMDB_DATA to aclImdb_v1.tar.gz",
    variable: "IMDB_DATA",
    isData: true,
    programs: () => [],
  },
  moto: {
    title: "moto, a second S3 server",
    remedy: "install the Python package moto[server] so that moto_server is on the PATH",
    programs: () => programsOnPath("moto_server"),
  },
  gnuTar: {
    title: "GNU tar",
    remedy: "install GNU tar so that it is tar on the PATH",
    programs: () => programsOnPath("tar").filter(isGnuTar),
  },
  assemblyscript: {
    title: "the AssemblyScript compiler",
    remedy: "run node tools/optional/install.mjs assemblyscript",
    programs: () => assemblyScript().filter(isProgram),
  },
  postgres: {
    title: "a PostgreSQL server",
    remedy: "install postgresql (Debian, Ubuntu: apt-get install postgresql)",
    programs: () => postgresServers().filter(isProgram),
  },
  databases: {
    title: "the database clients pg and @duckdb/node-api",
    remedy: "run node tools/optional/install.mjs databases",
    programs: () => databaseClients("pg", "@duckdb/node-api"),
  },
  betterSqlite3: {
    title: "better-sqlite3, which is compiled where no binary of it can be downloaded",
    remedy:
      "run node tools/optional/install.mjs databases on a machine with a C++ compiler and the headers of Node",
    programs: () => databaseClients("better-sqlite3"),
  },
  heavy: {
    title: "IMDB_HEAVY=1, which runs the long proofs",
    remedy: "set IMDB_HEAVY=1",
    programs: () => (process.env.IMDB_HEAVY === "1" ? ["IMDB_HEAVY"] : []),
  },
};

const BROWSERS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];

/**
 * The path of an optional tool, or undefined where it is not found, or where `IMDB_HIDE` names it
 * (`IMDB_HIDE="browser redis"`, or `all`), which tests how a machine without it behaves.
 *
 * @param name  One of the names above.
 */
export function toolPath(name) {
  const tool = TOOLS[name];
  if (tool === undefined)
    throw new Error(`There is no optional tool ${name}; there are ${toolNames().join(", ")}.`);
  return isHidden(name) ? undefined : (named(tool) ?? tool.programs()[0]);
}

/** The paths of every program that could be taken for an optional tool, whatever comes first. */
export function allPrograms() {
  const { archive: _data, heavy: _setting, gnuTar: _everywhere, ...programs } = TOOLS;
  return Object.values(programs).flatMap((tool) => [named(tool) ?? [], tool.programs()].flat());
}

/** The environment variables that name an optional tool, or ask for more tests. */
export const VARIABLES = [...Object.values(TOOLS).flatMap(({ variable }) => variable ?? []), "IMDB_HEAVY"];

/** The names of all optional tools. */
export function toolNames() {
  return Object.keys(TOOLS);
}

/** What an optional tool is called, and how to get it. */
export function describeTool(name) {
  const { title, remedy } = TOOLS[name];
  return { title, remedy };
}

/** Whether `IMDB_HIDE` hides a tool. `heavy` is no program: `all` leaves it alone. */
function isHidden(name) {
  const hidden = (process.env.IMDB_HIDE ?? "").split(/[\s,]+/);
  return hidden.includes(name) || (name !== "heavy" && hidden.includes("all"));
}

/** What a tool's variable names, if that is there; a name that leads nowhere is an error, not a missing tool. */
function named({ variable, isData }) {
  const path = variable && process.env[variable];
  if (!path) return undefined;
  if (!existsSync(path)) throw new Error(`${variable} names ${path}, which does not exist.`);
  if (!isData && !isProgram(path)) throw new Error(`${variable} names ${path}, which is no program.`);
  return path;
}

/** Every program of these names that a folder of the `PATH` holds; those of the first name first. */
export function programsOnPath(...names) {
  const folders = [...new Set((process.env.PATH ?? "").split(delimiter).filter(Boolean))];
  const endings = isWindows ? [".exe", ".cmd"] : [""];
  return names
    .flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
    .filter(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Where the installers of macOS and Windows put a browser, which is on no `PATH`. */
function browserPlaces() {
  if (process.platform === "darwin") {
    const homes = ["/Applications", join(process.env.HOME ?? "", "Applications")];
    return homes.flatMap((folder) =>
      ["Chromium", "Google Chrome", "Microsoft Edge"].map((app) =>
        join(folder, `${app}.app/Contents/MacOS/${app}`),
      ),
    );
  }
  if (!isWindows) return [];
  const { ProgramFiles, "ProgramFiles(x86)": x86, LOCALAPPDATA } = process.env;
  return [ProgramFiles, x86, LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((folder) =>
      ["Google/Chrome", "Chromium", "Microsoft/Edge"].flatMap((product) =>
        ["chrome.exe", "msedge.exe"].map((file) => join(folder, product, "Application", file)),
      ),
    );
}

/** The interpreter of a virtual environment that `tools/peers/setup` makes. */
export function interpreterOf(environment) {
  const inFolder = isWindows ? "Scripts/python.exe" : "bin/python";
  return fileURLToPath(new URL(`../peers/${environment}/${inFolder}`, import.meta.url));
}

/** The interpreter of an environment that was installed to its end, from the list of packages as it is now. */
function peersIn(environment, list) {
  const here = (path) => fileURLToPath(new URL(`../peers/${path}`, import.meta.url));
  const stamp = here(`${environment}/.installed`);
  const isCurrent = existsSync(stamp) && readFileSync(stamp, "utf8") === digestOf(here(list));
  return [interpreterOf(environment)].filter((path) => isCurrent && isProgram(path));
}

/** Where npm puts the compiler of the kernels, if it is there in the version that tools/kernels/package.json asks for. */
function assemblyScript() {
  const here = (path) => fileURLToPath(new URL(`../kernels/${path}`, import.meta.url));
  const manifest = here("node_modules/assemblyscript/package.json");
  if (!existsSync(manifest)) return [];
  const { dependencies } = JSON.parse(readFileSync(here("package.json"), "utf8"));
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  return version === dependencies.assemblyscript ? [here("node_modules/assemblyscript/bin/asc.js")] : [];
}

/** On Debian, servers of several versions are in folders that no `PATH` names. The newest first. */
function postgresServers() {
  const folder = "/usr/lib/postgresql";
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...versions.map((version) => join(folder, version, "bin/postgres")),
    ...programsOnPath("postgres").map((path) => realpathSync(path)),
  ];
}

/** The manifest of the last of these packages, where all are of the versions that are tested. */
function databaseClients(...names) {
  const here = (path) => fileURLToPath(new URL(`../databases/${path}`, import.meta.url));
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(here("package.json"), "utf8"));
  const wanted = { ...dependencies, ...optionalDependencies };
  const manifests = names.map((name) => here(`node_modules/${name}/package.json`));
  const isThere = manifests.every(
    (path, i) =>
      statSync(path, { throwIfNoEntry: false })?.isFile() &&
      JSON.parse(readFileSync(path, "utf8")).version === wanted[names[i]],
  );
  return isThere ? manifests.slice(-1) : [];
}

/** Tells one list of packages from another. */
export function digestOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function isGnuTar(path) {
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return stdout?.includes("GNU tar") ?? false;
}

/**
 * The path of an optional tool for a script that cannot do without it.
 *
 * @throws Error that says how to get it.
 */
export function requireTool(name) {
  const path = toolPath(name);
  if (path !== undefined) return path;
  const { title, remedy } = describeTool(name);
  throw new Error(`This needs ${title}: ${remedy}.`);
}

/** How often a test repeats something: `usual` times, and `heavy` times under `IMDB_HEAVY=1`. */
export function rounds(usual, heavy) {
  return toolPath("heavy") === undefined ? usual : heavy;
}

// The optional tools of this checkout: what each is for, where it is looked for, and how to get it. Tests, examples,
// benchmarks and scripts ask `toolPath` (or, in a test, `toolFor`, which says what is left out).
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const isWindows = process.platform === "win32";

/** Every optional tool by its name. `find` returns a path, or undefined where there is none. */
const TOOLS = {
  browser: {
    title: "a Chromium browser",
    remedy:
      "install chromium (Debian, Ubuntu: apt-get install chromium) or Chrome, or set CHROMIUM_PATH to one",
    find: () => named("CHROMIUM_PATH") ?? onPath(...BROWSERS) ?? firstFile(browserPlaces()),
  },
  redis: {
    title: "a Redis or Valkey server",
    remedy: "install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server)",
    find: () => onPath("redis-server", "valkey-server"),
  },
  peers: {
    title: "the Python peers (scikit-learn, MLflow, onnxruntime and others)",
    remedy: "run node tools/peers/setup, or set IMDB_PEERS_PYTHON to an interpreter that has them",
    find: () => named("IMDB_PEERS_PYTHON") ?? firstFile([interpreterOf(".venv")]),
  },
  mlflow2: {
    title: "a Python with MLflow 2",
    remedy: "run node tools/peers/setup --mlflow2, or set IMDB_MLFLOW2_PYTHON to an interpreter that has it",
    find: () => named("IMDB_MLFLOW2_PYTHON") ?? firstFile([interpreterOf(".venv-mlflow2")]),
  },
  archive: {
    title: "the archive of the 50,000 reviews",
    remedy: "set IMDB_DATA to aclImdb_v1.tar.gz",
    find: () => named("IMDB_DATA"),
  },
  moto: {
    title: "moto, a second S3 server",
    remedy: "install the Python package moto[server] so that moto_server is on the PATH",
    find: () => onPath("moto_server"),
  },
  gnuTar: {
    title: "GNU tar",
    remedy: "install GNU tar so that it is tar on the PATH",
    find: () => gnuTar(),
  },
  heavy: {
    title: "IMDB_HEAVY=1, which runs the long proofs",
    remedy: "set IMDB_HEAVY=1",
    find: () => (process.env.IMDB_HEAVY === "1" ? "IMDB_HEAVY" : undefined),
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
  return isHidden(name) ? undefined : tool.find();
}

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

/** What an environment variable names, if that is there; a name that leads nowhere is an error, not a missing tool. */
function named(variable) {
  const path = process.env[variable];
  if (path === undefined || path === "") return undefined;
  if (!existsSync(path)) throw new Error(`${variable} names ${path}, which does not exist.`);
  return path;
}

/** The first of several programs that a folder of the `PATH` holds. */
function onPath(...programs) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const endings = isWindows ? [".exe", ".cmd"] : [""];
  return programs
    .flatMap((program) =>
      folders.flatMap((folder) => endings.map((ending) => join(folder, program + ending))),
    )
    .find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function firstFile(paths) {
  return paths.find(isProgram);
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

function gnuTar() {
  const path = onPath("tar");
  if (path === undefined) return undefined;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return stdout?.includes("GNU tar") ? path : undefined;
}

import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { INSTALL } from "../release/install-arguments.mjs";

const exec = promisify(execFile);
const { platform, arch } = process;
// The packages `node`, `bun` and `deno` fetch their programs in an install script; these hold the programs themselves.
const BUN_ARCH = { x64: "x64", arm64: "aarch64" }[arch];
const DENO_PLATFORM = { linux: `linux-${arch}-glibc`, darwin: `darwin-${arch}` }[platform];

/** The runtimes that the whole loop is run on, each with the npm package that holds its program. */
export const RUNTIMES = [
  ...[20, 22, 24, 26].map((major) => ({
    name: `Node ${major}`,
    package: `node-${platform}-${arch}`,
    range: `${major}`,
    program: "bin/node",
    args: [],
  })),
  {
    name: "Bun",
    package: `@oven/bun-${platform}-${BUN_ARCH}`,
    range: "latest",
    program: "bin/bun",
    args: [],
  },
  {
    name: "Deno",
    package: `@deno/${DENO_PLATFORM}`,
    range: "latest",
    program: "deno",
    // It asks for a newer version of itself otherwise.
    args: ["run", "--allow-all", "--no-remote"],
  },
];

/**
 * Installs a runtime into a folder of its own. The Node that runs this is taken as it is.
 *
 * @returns `{ program, version }`, or `{ missing }`: how to get it.
 */
export async function installRuntime(runtime, folder) {
  const [version, major] = /^(\d+)\.\d+\.\d+/.exec(process.versions.node);
  if (runtime.name === `Node ${major}`) return { program: process.execPath, version };
  const spec = `${runtime.package}@${runtime.range}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  try {
    await exec("npm", [...INSTALL, spec], { cwd: folder });
  } catch (error) {
    return { missing: `npm install ${spec} must work: ${firstLine(error.stderr || error.message)}` };
  }
  const program = join(folder, "node_modules", runtime.package, runtime.program);
  const { stdout } = await exec(program, ["--version"]);
  return { program, version: /\d+\.\d+\.\d+/.exec(stdout)[0] };
}

function firstLine(text) {
  return text.trim().split("\n")[0];
}

import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./pack.mjs";

const exec = promisify(execFile);
/**
 * Lays packed packages out as npm does: everything side by side in one folder.
 *
 * @param packages  Of {@link packAll}.
 * @param folder    The project's folder, which gets a `node_modules`.
 */
export async function flatLayout(packages, folder) {
  const modules = join(folder, "node_modules");
  for (const one of packages) await unpack(one, join(modules, one.name));
  for (const name of await thirdParties(packages)) await copy(name, join(modules, name));
}

/**
 * Lays packed packages out as pnpm and other strict installers do: each package sees its own dependencies, each
 * project those that it names. A package sees those of its optional peers that a project names.
 *
 * @param folder    Gets the packages.
 * @param projects  `{ folder, direct }`, folders below that one, and the names that each depends on.
 */
export async function isolatedLayout(packages, folder, projects) {
  const store = join(folder, "node_modules/.store");
  const manifests = new Map(packages.map(({ name, manifest }) => [name, manifest]));
  for (const one of packages) await unpack(one, placeOf(store, one.name));
  for (const name of await thirdParties(packages)) {
    await copy(name, placeOf(store, name));
    manifests.set(name, await manifestOf(name));
  }
  const named = new Set(projects.flatMap(({ direct }) => direct));
  for (const [name, { dependencies = {}, peerDependencies = {} }] of manifests) {
    const peers = Object.keys(peerDependencies).filter((peer) => named.has(peer));
    for (const other of [...Object.keys(dependencies), ...peers]) {
      if (manifests.has(other))
        await link(placeOf(store, other), join(store, folderOf(name), "node_modules", other));
    }
  }
  for (const { folder: project, direct } of projects) {
    for (const name of direct) await link(placeOf(store, name), join(project, "node_modules", name));
  }
}

const folderOf = (name) => name.replace("/", "+");
const placeOf = (store, name) => join(store, folderOf(name), "node_modules", name);

async function unpack({ tarball }, into) {
  await mkdir(into, { recursive: true });
  await exec("tar", ["-xzf", tarball, "-C", into, "--strip-components", "1"]);
}

async function copy(name, into) {
  await cp(join(ROOT, "node_modules", name), into, { recursive: true });
}

async function link(target, path) {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}

async function manifestOf(name) {
  return JSON.parse(await readFile(join(ROOT, "node_modules", name, "package.json"), "utf8"));
}

/** The names of what is installed with the packages, and of their optional peers, from this checkout. */
async function thirdParties(packages) {
  const names = new Set();
  const visit = async (found) => {
    for (const name of Object.keys(found ?? {})) {
      if (name.startsWith("@imdb/") || names.has(name)) continue;
      const manifest = await manifestOf(name).catch(() => undefined);
      if (manifest === undefined) continue;
      names.add(name);
      await visit(manifest.dependencies);
    }
  };
  for (const { manifest } of packages)
    await visit({ ...manifest.dependencies, ...manifest.peerDependencies });
  await visit({ "@types/node": "*" });
  return names;
}

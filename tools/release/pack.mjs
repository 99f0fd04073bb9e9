import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publishedManifest } from "./manifest.mjs";

const exec = promisify(execFile);
/** The checkout's top folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Packs every package as it will be published and returns, for each, its name, version, manifest, tarball and what is
 * in it. Needs `npm run build` before it.
 *
 * @param into        Folder for the tarballs.
 * @param repository  Written into the manifests; in GitHub Actions, the repository that it runs in.
 */
export async function packAll(into, repository = repositoryOfCi()) {
  await mkdir(into, { recursive: true });
  const stage = await mkdtemp(join(tmpdir(), "imdb-stage-"));
  try {
    const names = (await readdir(join(ROOT, "packages"))).sort();
    return await Promise.all(names.map((name) => packOne(name, join(stage, name), into, repository)));
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function packOne(name, stage, into, repository) {
  const folder = join(ROOT, "packages", name);
  const manifest = publishedManifest(
    JSON.parse(await readFile(join(folder, "package.json"), "utf8")),
    `packages/${name}`,
    repository,
  );
  await mkdir(stage);
  for (const part of [...manifest.files, "README.md"]) {
    await cp(join(folder, part), join(stage, part), { recursive: true });
  }
  await cp(join(ROOT, "LICENSE"), join(stage, "LICENSE"));
  await writeFile(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const args = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", into];
  const { stdout } = await exec("npm", args, { cwd: stage, maxBuffer: 1 << 26 });
  const printed = JSON.parse(stdout);
  // npm up to 11 prints a list, npm 12 an object by name.
  const [{ filename, size, unpackedSize, files }] = Array.isArray(printed) ? printed : Object.values(printed);
  const tarball = join(into, filename);
  return { name: manifest.name, version: manifest.version, manifest, tarball, size, unpackedSize, files };
}

function repositoryOfCi() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return server && repository ? `${server}/${repository}` : undefined;
}

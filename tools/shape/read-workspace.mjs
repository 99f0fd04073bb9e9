import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findImports } from "./imports.mjs";

/**
 * Reads what the checks look at: each package's manifest and sources with their imports, and the list of committed
 * files.
 */
export function readWorkspace(root) {
  const packages = folders(join(root, "packages")).map((name) => readPackage(root, name));
  return { root, packages, committed: committedFiles(root) };
}

function readPackage(root, name) {
  const folder = join("packages", name);
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const sources = sourcesBelow(
    root,
    ["src", "bench", "test"].map((part) => join(folder, part)),
  );
  // The files of the projects that `create` makes: they import what those projects depend on.
  const template = sourcesBelow(root, [join(folder, "template")]);
  return { name, folder, manifest, sources, template };
}

function sourcesBelow(root, folders) {
  return folders
    .flatMap((part) => filesBelow(root, part))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.includes("/golden/"))
    .map((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return { file, text, isTest: isTest(file), imports: findImports(text, file) };
    });
}

/** Code that is not published: tests, what only they use, and benchmarks. */
function isTest(file) {
  return /\.(?:test|fixture|example)\.[mc]?[jt]s$|\/(?:bench|test)\/|\/src\/(?:.*\/)?testing\//.test(file);
}

function folders(path) {
  return readdirSync(path)
    .filter((name) => existsSync(join(path, name, "package.json")))
    .sort();
}

function filesBelow(root, folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      return statSync(join(root, file)).isDirectory() ? filesBelow(root, file) : [file];
    });
}

function committedFiles(root) {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return list.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

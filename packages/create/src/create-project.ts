import { constants, copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { fill, placeholders } from "./placeholders.js";
import type { ProjectData } from "./project-data.js";
import { makeFolder } from "./project-folder.js";
import { packageRoot, packageVersion } from "./this-package.js";

/** What a project is made of. */
export interface ProjectOptions {
  /** A new or empty folder below `base`; its last part is the project's name. */
  readonly folder: string;
  /** Default: the process's working folder. */
  readonly base?: string;
  readonly data: ProjectData;
}

/** A project that was laid down. */
export interface Project {
  readonly name: string;
  readonly path: string;
  /** Relative paths, in code point order. */
  readonly files: readonly string[];
}

/** npm leaves a `.gitignore` out of packages. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };
/** Files with places to fill; all others are copied as they are. */
const FILLED = new Set(["package.json", "config.yaml", "README.md", "Dockerfile"]);

/**
 * Lays down a project: data, features, model, training, service, monitoring, configuration, tests and CI, around a
 * copy of the CSV. Writes nothing over, ever.
 *
 * @throws `INVALID_PROJECT_FOLDER`, `INVALID_PROJECT_NAME`, `PROJECT_FOLDER_TAKEN`, `FILE_FAILURE`
 * @example no-run
 * await createProject({
 *   folder: "tickets",
 *   data: { file: "tickets.csv", columns: { text: "message", label: "queue" }, rows: { a: 60, b: 40 }, unusableRows: 0 },
 * });
 */
export async function createProject({
  folder,
  base = process.cwd(),
  data,
}: ProjectOptions): Promise<Project> {
  const { path, name } = await makeFolder(folder, base);
  const values = placeholders(name, await packageVersion(), data);
  const template = join(packageRoot, "template");
  const files: string[] = [];
  try {
    for (const file of await filesBelow(template)) {
      const target = RENAMED[file] ?? file;
      await mkdir(join(path, dirname(target)), { recursive: true });
      const text = await readFile(join(template, file), "utf8");
      await writeFile(join(path, target), FILLED.has(file) ? fill(text, values) : text, { flag: "wx" });
      files.push(target);
    }
    await mkdir(join(path, "data"), { recursive: true });
    await copyFile(data.file, join(path, "data", "raw.csv"), constants.COPYFILE_EXCL);
  } catch (cause) {
    throw fileFailure("write", path, cause);
  }
  return { name, path, files: [...files, join("data", "raw.csv")].sort() };
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if ((await stat(join(folder, path))).isFile()) files.push(path);
  }
  return files;
}

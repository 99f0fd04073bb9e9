import { constants, copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { anObject, optional, optionsOf, text as textRule } from "@imdb/core/options";
import { absolutePath, fileFailure } from "@imdb/runtime/files";
import { dataFileName, readersOf } from "./data-file.js";
import { fill, placeholders } from "./placeholders.js";
import type { ProjectData } from "./project-data.js";
import { makeFolder } from "./project-folder.js";
import { packageRoot, packageVersion } from "./this-package.js";

/** Options of {@link createProject}. */
export interface ProjectOptions {
  /** A new or empty folder below `base`. Its last part is the name of the project. */
  readonly folder: string;
  /** Default: the working folder of the process. */
  readonly base?: string;
  readonly data: ProjectData;
}

const projectOptions = optionsOf<ProjectOptions, "base">({
  folder: textRule,
  base: optional(textRule),
  data: anObject<ProjectData>("the result of inspectData"),
});

/** A project that was created. */
export interface Project {
  readonly name: string;
  readonly path: string;
  /** Relative paths, in code point order. */
  readonly files: readonly string[];
}

/** npm does not pack files named `.gitignore`. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };
/** Files with placeholders; all others are copied. */
const FILLED = new Set(["package.json", "config.yaml", "README.md", "Dockerfile"]);

/**
 * Creates a project for a file of labelled texts: data, features, model, training, service, monitoring, configuration, tests and CI.
 * The project has a copy of the file. Existing files are never overwritten.
 *
 * @throws `INVALID_OPTION`, `INVALID_PROJECT_FOLDER`, `INVALID_PROJECT_NAME`, `PROJECT_FOLDER_TAKEN`, `FILE_FAILURE`
 * @example no-run
 * await createProject({
 *   folder: "tickets",
 *   data: { file: "tickets.csv", columns: { text: "message", label: "queue" }, rows: { a: 60, b: 40 }, unusableRows: 0 },
 * });
 */
export async function createProject(options: ProjectOptions): Promise<Project> {
  const { folder, base = absolutePath("."), data } = projectOptions.resolve(options, "createProject");
  const { path, name } = await makeFolder(folder, base);
  const values = placeholders(name, await packageVersion(), data);
  const readers = await readersOf(data.file);
  const file = join("data", dataFileName(data.file));
  const template = join(packageRoot, "template");
  const files: string[] = [];
  try {
    for (const file of await filesBelow(template)) {
      const target = RENAMED[file] ?? file;
      await mkdir(join(path, dirname(target)), { recursive: true });
      const text = await readFile(join(template, file), "utf8");
      const filled = FILLED.has(file) ? fill(text, values) : text;
      const content = file === "package.json" ? withDependencies(filled, readers) : filled;
      await writeFile(join(path, target), content, { flag: "wx" });
      files.push(target);
    }
    await mkdir(join(path, "data"), { recursive: true });
    await copyFile(data.file, join(path, file), constants.COPYFILE_EXCL);
  } catch (cause) {
    throw fileFailure("write", path, cause);
  }
  return { name, path, files: [...files, file].sort() };
}

/** The text of a `package.json` with further dependencies. */
function withDependencies(text: string, more: Readonly<Record<string, string>>): string {
  const made = JSON.parse(text) as { readonly dependencies: Record<string, string> };
  return `${JSON.stringify({ ...made, dependencies: { ...made.dependencies, ...more } }, null, 2)}\n`;
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if ((await stat(join(folder, path))).isFile()) files.push(path);
  }
  return files;
}

import { lstat, mkdir, readdir } from "node:fs/promises";
import { basename, isAbsolute, normalize, resolve, sep } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { FolderTaken, InvalidProjectFolder, InvalidProjectName } from "./errors.js";

/** Names that npm or a file system reserves. */
const RESERVED = /^(?:node_modules|favicon\.ico|con|prn|aux|nul|com\d|lpt\d)$/;
const NAME = /^[a-z][a-z0-9-]{0,99}$/;

/** @throws `INVALID_PROJECT_NAME` */
function checkName(name: string): string {
  const problem = RESERVED.test(name)
    ? "it is reserved"
    : NAME.test(name)
      ? undefined
      : "npm does not accept it";
  if (problem) throw InvalidProjectName.create({ name, problem });
  return name;
}

/**
 * Makes the folder of a project, and returns its path and its name. An existing file is never changed.
 *
 * @param folder  Below `base`.
 * @throws `INVALID_PROJECT_FOLDER`, `INVALID_PROJECT_NAME`, `PROJECT_FOLDER_TAKEN`, `FILE_FAILURE`
 */
export async function makeFolder(folder: string, base: string): Promise<{ path: string; name: string }> {
  const refuse = (problem: string) => InvalidProjectFolder.create({ folder, problem });
  if (folder === "" || /[\u0000-\u001f\u007f]/.test(folder))
    throw refuse("it is empty or has control characters");
  const steps = normalize(folder).split(sep);
  if (isAbsolute(folder) || steps.includes("..")) throw refuse("it is not below the current folder");
  const name = checkName(basename(normalize(folder)));
  let path = resolve(base);
  for (const step of steps) {
    path = resolve(path, step);
    // The target of a link may be outside.
    const there = await lstat(path).catch(() => undefined);
    if (there?.isSymbolicLink()) throw refuse(`${step} is a link`);
    if (there && !there.isDirectory()) throw FolderTaken.create({ folder });
  }
  try {
    await mkdir(path, { recursive: true });
    if ((await readdir(path)).length === 0) return { path, name };
  } catch (cause) {
    throw fileFailure("write", path, cause);
  }
  throw FolderTaken.create({ folder });
}

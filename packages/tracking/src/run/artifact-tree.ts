import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { absolutePath, fileFailure } from "@imdb/runtime/files";
import type { ArtifactEntry, ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";

/**
 * Keeps a copy of a file, or of all files of a folder. Symbolic links are followed.
 *
 * @param path  Folder among the artifacts; default: the topmost folder.
 * @param kept  Whether a folder is kept with its own name or only its content.
 */
export async function putTree(
  artifacts: ArtifactStore,
  owner: ArtifactOwner,
  given: string,
  path: string | undefined,
  kept: "with its name" | "its content",
): Promise<void> {
  const localPath = absolutePath(given);
  const local = await statOf(localPath);
  const prefix = path === undefined || path === "" ? "" : `${path.replace(/\/$/, "")}/`;
  const name = basename(localPath);
  if (!local.isDirectory()) return artifacts.putFile(owner, prefix + name, localPath);
  const below = kept === "with its name" ? `${prefix}${name}/` : prefix;
  for (const file of await filesBelow(localPath)) {
    await artifacts.putFile(owner, below + file, join(localPath, ...file.split("/")));
  }
}

/** The files below a folder as relative paths with slashes, in code point order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  const waiting = [""];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const name of await readdir(join(folder, prefix))) {
      const entry = await statOf(join(folder, prefix, name));
      if (entry.isDirectory()) waiting.push(`${prefix}${name}/`);
      else if (entry.isFile()) files.push(prefix + name);
    }
  }
  return files.sort(byCodePoint);
}

/** All files among the artifacts of an owner, without the folders. */
export async function artifactFiles(
  artifacts: ArtifactStore,
  owner: ArtifactOwner,
): Promise<ArtifactEntry[]> {
  const files: ArtifactEntry[] = [];
  const waiting: (string | undefined)[] = [undefined];
  while (waiting.length > 0) {
    for (const entry of await artifacts.list(owner, waiting.pop())) {
      if (entry.isDirectory) waiting.push(entry.path);
      else files.push(entry);
    }
  }
  return files.sort((a, b) => byCodePoint(a.path, b.path));
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw fileFailure("read", path, cause);
  }
}

import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";
import { keyFiles } from "./key-files.js";
import { folderNames, LAYOUT } from "./layout.js";
import { type Durability, type SmallFiles, syncFolder } from "./small-file.js";

/** What a new folder of the layout holds. */
interface FolderContent {
  readonly meta: string;
  /** Folders to make, empty or not. */
  readonly folders: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
}

/** Makes a folder of the layout whole or not at all. False when something is there. */
export type PlaceFolder = (path: string, content: FolderContent) => boolean;

const HOUR = 3_600_000;

/**
 * Makes folders below a store's root: prepared in the trash, where MLflow looks at nothing of that name, and moved into
 * place. What a killed process left half-made over an hour ago goes.
 */
export function folderPlacer(root: string, files: SmallFiles, durability: Durability): PlaceFolder {
  const trash = join(root, LAYOUT.trash);
  try {
    mkdirSync(trash, { recursive: true });
    for (const name of folderNames(trash).filter((name) => name.startsWith("tmp-"))) {
      const made = statSync(join(trash, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (Date.now() - made > HOUR) rmSync(join(trash, name), { recursive: true, force: true });
    }
  } catch (cause) {
    throw fileFailure("open", root, cause);
  }

  return (path, { meta, folders, tags, params = {} }) => {
    const temporary = join(trash, `tmp-${randomUUID()}`);
    try {
      mkdirSync(temporary);
      for (const folder of folders) mkdirSync(join(temporary, folder));
      writeFileSync(join(temporary, LAYOUT.meta), meta);
      keyFiles(files, temporary, LAYOUT.tags, path).setAll(tags);
      keyFiles(files, temporary, LAYOUT.params, path).setAll(params);
      if (durability === "power") syncFolder(temporary);
      mkdirSync(dirname(path), { recursive: true });
      renameSync(temporary, path);
      if (durability === "power") syncFolder(dirname(path));
      return true;
    } catch (cause) {
      rmSync(temporary, { recursive: true, force: true });
      if (hasCode(cause, "ENOTEMPTY", "EEXIST", "EPERM")) return false;
      throw fileFailure("make", path, cause);
    }
  };
}

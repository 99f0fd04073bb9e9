import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";
import { keyFiles } from "./key-files.js";
import { folderNames, LAYOUT } from "./layout.js";
import { type Durability, type SmallFiles, smallFiles, syncFolder } from "./small-file.js";

/** The folder of a local store, and how files are written there. */
export interface StoreFolder {
  readonly root: string;
  /** The folder of deleted experiments and of folders that are being created. */
  readonly trash: string;
  readonly durability: Durability;
  readonly files: SmallFiles;
}

/** What a new folder of the layout holds. */
interface FolderContent {
  readonly meta: string;
  /** Names of the folders to create in it. */
  readonly folders: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
}

const HOUR = 3_600_000;

/**
 * Opens the folder of a store, and creates it when it is missing. Removes the unfinished folders of killed processes
 * that are older than an hour.
 *
 * @throws `FILE_FAILURE`
 */
export function openStoreFolder(root: string, durability: Durability): StoreFolder {
  const trash = join(root, LAYOUT.trash);
  try {
    mkdirSync(trash, { recursive: true });
    for (const name of folderNames(trash).filter((name) => name.startsWith("tmp-"))) {
      const created = statSync(join(trash, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (Date.now() - created > HOUR) rmSync(join(trash, name), { recursive: true, force: true });
    }
  } catch (cause) {
    throw fileFailure("open", root, cause);
  }
  return { root, trash, durability, files: smallFiles(durability) };
}

/**
 * Creates a folder of the layout as a whole: it is filled in the trash, where MLflow ignores folders of such a name,
 * and then moved to its path.
 *
 * @returns False when something is at the path already.
 * @throws `FILE_FAILURE`
 */
export function createFolder(
  { trash, durability, files }: StoreFolder,
  path: string,
  { meta, folders, tags, params = {} }: FolderContent,
): boolean {
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
    throw fileFailure("create", path, cause);
  }
}

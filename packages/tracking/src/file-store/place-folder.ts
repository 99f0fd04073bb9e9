import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { keyFiles } from "./key-files.js";
import { folderNames, LAYOUT } from "./layout.js";
import { type Durability, type SmallFiles, syncFolder } from "./small-file.js";

/** What a new folder of the layout holds. */
interface FolderContent {
  readonly meta: string;
  /** Folders to make, empty or not. */
  readonly folders: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
}

const HOUR = 3_600_000;
const THERE_ALREADY = ["ENOTEMPTY", "EEXIST", "EPERM"];

/** Makes folders of the layout whole or not at all. */
export interface FolderMaker {
  /** Prepares a folder in the trash, where MLflow looks at nothing of that name, and moves it into place. False when something is there. */
  place(path: string, content: FolderContent): boolean;
}

/** Makes folders below a store's root; what a killed process left half-made over an hour ago goes. */
export function folderMaker(root: string, files: SmallFiles, durability: Durability): FolderMaker {
  const trash = join(root, LAYOUT.trash);
  try {
    mkdirSync(trash, { recursive: true });
    for (const name of folderNames(trash)) {
      const path = join(trash, name);
      if (
        name.startsWith("tmp-") &&
        Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > HOUR
      ) {
        rmSync(path, { recursive: true, force: true });
      }
    }
  } catch (cause) {
    throw fileFailure("open", root, cause);
  }

  return {
    place(path, { meta, folders, tags = {}, params = {} }) {
      const temporary = join(trash, `tmp-${randomUUID()}`);
      try {
        mkdirSync(temporary);
        for (const folder of folders) mkdirSync(join(temporary, folder));
        writeFileSync(join(temporary, LAYOUT.meta), meta);
        const tagFiles = keyFiles(files, temporary, LAYOUT.tags, path);
        for (const [key, value] of Object.entries(tags)) tagFiles.set(key, value);
        const paramFiles = keyFiles(files, temporary, LAYOUT.params, path);
        for (const [key, value] of Object.entries(params)) paramFiles.set(key, value);
        if (durability === "power") syncFolder(temporary);
        mkdirSync(dirname(path), { recursive: true });
        renameSync(temporary, path);
        if (durability === "power") syncFolder(dirname(path));
        return true;
      } catch (cause) {
        rmSync(temporary, { recursive: true, force: true });
        if (THERE_ALREADY.includes((cause as NodeJS.ErrnoException).code ?? "")) return false;
        throw fileFailure("make", path, cause);
      }
    },
  };
}
